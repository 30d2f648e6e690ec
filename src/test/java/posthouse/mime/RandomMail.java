package posthouse.mime;

import java.util.List;
import java.util.Random;
import posthouse.bytes.Bytes;

/// Octets that look like mail, more or less: what writes them knows boundaries, and loses some.
final class RandomMail {
    private static final List<String> BOUNDARIES =
            List.of("a", "ab", "abc", "a--", "=_x", "b c", "a b", "---", "q\\\"q");
    private static final List<String> LINES =
            List.of(
                    "",
                    "text",
                    "--",
                    "-",
                    "--a",
                    "--a--",
                    "--ab",
                    "--abc  ",
                    "--a b",
                    "--b c--\t",
                    "-----",
                    "Content-Type: text/html",
                    "To: x",
                    " folded",
                    "=E2=82",
                    "\r",
                    ".",
                    "--a--rest",
                    "--a rest",
                    "--=_x--",
                    "From: A <a@b>",
                    "\u00e9\u00ff",
                    "\0");
    private static final List<String> TYPES =
            List.of(
                    "text/plain",
                    "text/html; charset=utf-8",
                    "message/rfc822",
                    "message/global",
                    "image/png; name*0=a; name*1*=%41",
                    "multipart",
                    "rubbish",
                    "text/plain;;=;",
                    "application/x; name=\"a\\\"b\"",
                    "message/delivery-status",
                    "\"\"/x",
                    "multipart/mixed",
                    "multipart/digest; boundary=",
                    "text/\u00e9");
    private static final List<String> FIELDS =
            List.of(
                    "Content-Transfer-Encoding: base64",
                    "Content-Transfer-Encoding: \"8bit\"",
                    "Content-ID: <a@b>",
                    "Content-Description: \u00c3\u00a9 \"x\" \\",
                    "Content-Disposition: attachment; filename*=utf-8''%e2%82%ac",
                    "Content-Language: en, de (German), fr",
                    "Content-Location: x",
                    "Content-MD5: \"\0\r \\",
                    "Subject: =?utf-8?q?x?=",
                    "From: A <a@b>, \"c",
                    "To: g: a@b, (x) c@d;, e",
                    "no field");

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private RandomMail(Random random) {
        this.random = random;
    }

    static Bytes of(Random random) {
        var mail = new RandomMail(random);
        mail.entity(random.nextInt(6));
        return Bytes.latin1(mail.text.toString());
    }

    private void entity(int depth) {
        boolean multipart = depth > 0 && random.nextInt(3) > 0;
        String boundary = any(BOUNDARIES);
        fields();
        if (multipart) {
            line(
                    "Content-Type: multipart/"
                            + any(List.of("mixed", "digest", "related"))
                            + "; boundary=\""
                            + boundary
                            + "\"");
        } else if (random.nextInt(5) > 0) {
            line("Content-Type: " + any(TYPES));
        }
        fields();
        if (random.nextInt(12) > 0) {
            line("");
        }
        if (multipart) {
            lines();
            for (int left = random.nextInt(4); left > 0; left--) {
                line("--" + boundary);
                entity(depth - 1);
            }
            if (random.nextInt(4) > 0) {
                line("--" + boundary + "--");
            }
            lines();
        } else if (depth > 0 && random.nextBoolean()) {
            entity(depth - 1);
        } else {
            lines();
        }
    }

    private void fields() {
        for (int left = random.nextInt(3); left > 0; left--) {
            line(any(FIELDS));
        }
    }

    private void lines() {
        for (int left = random.nextInt(4); left > 0; left--) {
            line(any(LINES));
        }
    }

    private void line(String line) {
        text.append(line);
        int end = random.nextInt(20);
        text.append(end == 0 ? "" : end == 1 ? "\n" : "\r\n");
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
