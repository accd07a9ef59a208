package hone;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts a form as a browser does: the page first, then its token with the cookie that came with it. */
public final class Forms {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    private Forms() {}

    /** @param page any page of this person that has a form */
    public static Response post(String page, String address, Map<String, ?> fields) {
        return post(page, address, Map.of(), fields);
    }

    /** As the script on a page of work sends a judgment, beside this version of the guideline. */
    public static Response scripted(String page, String address, String guidelineVersion, Map<String, ?> fields) {
        return post(page, address, Map.of("Hone-Guideline", guidelineVersion), fields);
    }

    /** From a browser that asks for this language. */
    public static Response speaking(String language, String page, String address, Map<String, ?> fields) {
        return post(page, address, Map.of("Accept-Language", language), fields);
    }

    private static Response post(String page, String address, Map<String, String> headers, Map<String, ?> fields) {
        Response form = given().accept("text/html").get(page);
        Matcher token = TOKEN.matcher(form.asString());
        if (!token.find()) {
            throw new AssertionError("no form on " + page + ": " + form.statusCode() + " " + form.asString());
        }
        var request = given().accept("text/html,application/json;q=0.9")
                .redirects()
                .follow(false)
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .cookies(form.cookies())
                .headers(headers)
                .formParam("csrf-token", token.group(1));
        fields.forEach((name, value) -> {
            if (value instanceof List<?> several) {
                request.formParam(name, several);
            } else {
                request.formParam(name, value);
            }
        });
        return request.post(address);
    }
}
