package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestSyntaxTest {
    @Test
    void theTypesThatBrowsersSendFormsInAreForms() {
        assertThat(List.of(
                        "application/x-www-form-urlencoded",
                        "application/x-www-form-urlencoded;charset=UTF-8",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
                        "multipart/form-data; boundary=----geckoformboundary5f3a",
                        "multipart/form-data; boundary=\"xyz\""))
                .allMatch(RequestSyntax::isForm);
    }

    /** Each passed the check of the form's token, or broke the reader of forms. */
    @Test
    void whatIsAlmostTheTypeOfAFormIsNone() {
        assertThat(List.of(
                        "application/x-www-form-urlencoded ;a",
                        "application/x-www-form-urlencoded;",
                        "application/x-www-form-urlencoded;a=b",
                        "APPLICATION/X-WWW-FORM-URLENCODED",
                        "application/x-www-form-urlencodedx",
                        "application/x-www-form-urlencoded; charset=utf-16",
                        "application/x-www-form-urlencoded, text/html",
                        "multipart/form-data",
                        "multipart/form-data; boundary=",
                        "multipart/form-data; boundary=\"",
                        "multipart/form-data; boundary=x; boundary=y",
                        "Multipart/form-data; boundary=x",
                        "text/plain",
                        "application/json",
                        "",
                        "null"))
                .noneMatch(RequestSyntax::isForm);
    }

    @Test
    void anAddressDecodesToPrintableText() {
        assertThat(List.of(
                        "/",
                        "/p/kind-endings/work/comparison?notice=stored",
                        "/people/%F0%9F%8C%A7",
                        "/a%20b?q=a+b%2Bc"))
                .allMatch(RequestSyntax::isAddress);
        assertThat(List.of(
                        "/%",
                        "/%4",
                        "/%zz",
                        "/%00",
                        "/%C3",
                        "/%C3%28",
                        "/%ED%A0%80",
                        "/a?q=%FF",
                        "/é",
                        "/%0d%0aSet-Cookie:a"))
                .noneMatch(RequestSyntax::isAddress);
    }

    @Test
    void wishesHaveTypesAndWeights() {
        assertThat(List.of(
                        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                        "*/*",
                        "text/html, */*;q=0.1",
                        "application/json;q=1.000"))
                .allMatch(RequestSyntax::isAccept);
        assertThat(List.of(";", "", "nonsense", "text/html;q=2", "text/html;q=x", "text/html;q=0.5x", "text/html,"))
                .noneMatch(RequestSyntax::isAccept);
    }
}
