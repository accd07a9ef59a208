package hone.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class ErrorPageTest {
    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void anUnknownPageIsAPageThatSaysWhatIsKept() {
        given().accept("text/html")
                .get("/no-such-page")
                .then()
                .statusCode(404)
                .body(containsString("There is no such page"), not(containsString("Exception")));
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void anUnknownApiAddressIsAProblem() {
        given().get("/api/no-such-thing").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void preferencesThatDoNotExistAreRefusedWithASentence() {
        given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .accept("application/json")
                .formParam("theme", "plaid")
                .post("/preferences")
                .then()
                .statusCode(400);
    }
}
