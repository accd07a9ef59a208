package hone.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a request's line and headers may look like before anything reads them. Parsers disagree about input that is almost
 * right: what one takes for a form another doesn't, and the check of the form's token is one of them. So there is one exact
 * reading.
 */
final class RequestSyntax {
    /** RFC 2046, section 5.1.1, without the space. */
    private static final String BOUNDARY = "[0-9A-Za-z'()+_,./:=?-]{1,70}";

    private static final Pattern FORM =
            Pattern.compile("(application/x-www-form-urlencoded|multipart/form-data; ?boundary=(\"" + BOUNDARY + "\"|"
                    + BOUNDARY + "))(; ?charset=(?i:utf-8))?");

    /** RFC 9110, sections 5.6.2 and 8.3.1. */
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final String PARAMETERS = "( *; *" + TOKEN + "=(" + TOKEN + "|\"[^\"\\\\]*\"))*";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "/" + TOKEN + PARAMETERS);
    private static final Pattern QUALITY = Pattern.compile("(?i).*; *q=(?!(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?) *(;|$)).*");

    private RequestSyntax() {}

    /** As browsers write the types of forms: in lower case and without anything added. */
    static boolean isForm(String contentType) {
        return FORM.matcher(contentType).matches();
    }

    static boolean isMediaType(String contentType) {
        return contentType.length() <= 200 && MEDIA_TYPE.matcher(contentType).matches();
    }

    /** Whether each entry of an {@code Accept} header is a media type with a valid weight. */
    static boolean isAccept(String accept) {
        for (String entry : accept.split(",", -1)) {
            String type = entry.strip();
            if (!isMediaType(type) || QUALITY.matcher(type).matches()) {
                return false;
            }
        }
        return true;
    }

    /** A path or query: printable ASCII, valid percent-encoding, and no control character or broken UTF-8 once it is decoded. */
    static boolean isAddress(String address) {
        byte[] bytes = new byte[address.length()];
        int length = 0;
        for (int i = 0; i < address.length(); i++) {
            int code = address.charAt(i);
            if (code == '%') {
                if (i + 2 >= address.length()) {
                    return false;
                }
                int high = Character.digit(address.charAt(i + 1), 16);
                int low = Character.digit(address.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    return false;
                }
                code = high * 16 + low;
                i += 2;
            } else if (code > 0x7e) {
                return false;
            }
            if (code < 0x20 || code == 0x7f) {
                return false;
            }
            bytes[length++] = (byte) code;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
