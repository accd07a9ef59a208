package hone;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a form as a browser does: opens its page first and sends the page's token and cookie with it. */
public final class FormPost {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]*)\"");

    private FormPost() {}

    public static ValidatableResponse send(String page, String action, Map<String, String> fields) {
        Response opened = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(opened.asString());
        return given().accept("text/html")
                .redirects()
                .follow(false)
                .cookies(opened.cookies())
                .contentType("application/x-www-form-urlencoded")
                .formParams(fields)
                .formParam("csrf-token", token.find() ? token.group(1) : "")
                .post(action)
                .then();
    }
}
