package posthouse.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// A message that we write ourselves: fields, a text, perhaps the same as HTML, and files (RFC
/// 5322, RFC 2045, RFC 2046). In ASCII as it goes over the wire, unless its encoding is 8bit.
///
/// @param fields names and values, not yet encoded; those of MIME are added
/// @param html the same for those who show it
record Letter(
        List<Field> fields,
        String text,
        Optional<String> html,
        List<Part> files,
        Charset charset,
        Encoding encoding) {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    /// Octets of text in an encoded word: 75 characters hold 45 with `=?utf-8?B??=` (RFC 2047 §2).
    private static final int WORD_OCTETS_MAX = 42;

    private static final int QUOTED_LINE_MAX = 75;

    /// A header field.
    record Field(String name, String value) {}

    /// A file.
    ///
    /// @param type as `image/png`
    /// @param contentId where the HTML shows it, without angle brackets
    record Part(String name, String type, Bytes content, Optional<String> contentId) {}

    /// How a text's octets travel (RFC 2045 §6).
    enum Encoding {
        SEVEN_BIT("7bit"),
        EIGHT_BIT("8bit"),
        QUOTED_PRINTABLE("quoted-printable"),
        BASE64("base64");

        final String word;

        Encoding(String word) {
            this.word = word;
        }
    }

    /// The whole message, lines ended by CRLF.
    Bytes octets() {
        var message = new BytesBuilder();
        for (Field field : fields) {
            line(message, field.name() + ": " + encoded(field.value()));
        }
        line(message, "MIME-Version: 1.0");
        mixed(message);
        return message.build();
    }

    private void mixed(BytesBuilder message) {
        if (files.isEmpty()) {
            alternative(message);
            return;
        }
        boolean related = files.stream().anyMatch(file -> file.contentId().isPresent());
        String boundary = boundary("files");
        line(
                message,
                "Content-Type: multipart/%s; boundary=\"%s\""
                        .formatted(related ? "related" : "mixed", boundary));
        line(message, "");
        line(message, "--" + boundary);
        alternative(message);
        for (Part file : files) {
            line(message, "--" + boundary);
            file(message, file);
        }
        line(message, "--" + boundary + "--");
    }

    private void alternative(BytesBuilder message) {
        if (html.isEmpty()) {
            text(message, "plain", text);
            return;
        }
        if (text.isEmpty()) {
            text(message, "html", html.get());
            return;
        }
        String boundary = boundary("forms");
        line(message, "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"");
        line(message, "");
        line(message, "--" + boundary);
        text(message, "plain", text);
        line(message, "--" + boundary);
        text(message, "html", html.get());
        line(message, "--" + boundary + "--");
    }

    private void text(BytesBuilder message, String kind, String content) {
        line(message, "Content-Type: text/" + kind + "; charset=" + charset.name());
        line(message, "Content-Transfer-Encoding: " + encoding.word);
        line(message, "");
        byte[] octets = content.replace("\n", "\r\n").getBytes(charset);
        switch (encoding) {
            case SEVEN_BIT, EIGHT_BIT -> message.append(Bytes.wrap(octets));
            case QUOTED_PRINTABLE -> quoted(message, octets);
            case BASE64 -> line(message, BASE64.encodeToString(octets));
        }
        if (!content.endsWith("\n") && encoding != Encoding.BASE64) {
            line(message, "");
        }
    }

    private static void file(BytesBuilder message, Part file) {
        line(message, "Content-Type: " + file.type() + parameter("name", file.name()));
        line(message, "Content-Transfer-Encoding: base64");
        if (file.contentId().isPresent()) {
            line(message, "Content-ID: <" + file.contentId().get() + ">");
            line(message, "Content-Disposition: inline" + parameter("filename", file.name()));
        } else {
            line(message, "Content-Disposition: attachment" + parameter("filename", file.name()));
        }
        line(message, "");
        line(message, BASE64.encodeToString(file.content().toArray()));
    }

    /// A parameter, in the form of RFC 2231 where it is not ASCII.
    private static String parameter(String name, String value) {
        if (isAscii(value)) {
            return ";\r\n\t" + name + "=\"" + value.replaceAll("[\"\\\\\r\n]", "_") + "\"";
        }
        var escaped = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    octet >= '0' && octet <= '9'
                            || octet >= 'A' && octet <= 'Z'
                            || octet >= 'a' && octet <= 'z'
                            || octet == '.'
                            || octet == '-';
            escaped.append(plain ? String.valueOf((char) octet) : "%%%02X".formatted(octet & 0xff));
        }
        return ";\r\n\t" + name + "*=utf-8''" + escaped;
    }

    /// A value with encoded words for its words that are not ASCII (RFC 2047 §5); addresses and
    /// what looks like them stay.
    private String encoded(String value) {
        if (isAscii(value)) {
            return value.replaceAll("[\r\n]", " ");
        }
        int address = value.indexOf(" <");
        if (address > 0 && value.endsWith(">")) {
            return words(value.substring(0, address)) + value.substring(address);
        }
        return words(value);
    }

    private String words(String text) {
        var words = new ArrayList<String>();
        var piece = new StringBuilder();
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String next = Character.toString(text.codePointAt(i));
            if ((piece + next).getBytes(charset).length > WORD_OCTETS_MAX) {
                words.add(word(piece.toString()));
                piece.setLength(0);
            }
            piece.append(next);
        }
        words.add(word(piece.toString()));
        return String.join("\r\n ", words);
    }

    private String word(String piece) {
        String octets = Base64.getEncoder().encodeToString(piece.getBytes(charset));
        return "=?" + charset.name() + "?B?" + octets + "?=";
    }

    /// RFC 2045 §6.7.
    private static void quoted(BytesBuilder message, byte[] octets) {
        var line = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            boolean crlf = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (crlf) {
                message.append(Bytes.wrap(line.toByteArray())).latin1("\r\n");
                line.reset();
                i++;
                continue;
            }
            boolean endsLine = i + 1 == octets.length || octets[i + 1] == '\r';
            String shown = quoted(octets[i], endsLine);
            if (line.size() + shown.length() > QUOTED_LINE_MAX) {
                message.append(Bytes.wrap(line.toByteArray())).latin1("=\r\n");
                line.reset();
            }
            line.writeBytes(shown.getBytes(StandardCharsets.ISO_8859_1));
        }
        message.append(Bytes.wrap(line.toByteArray()));
    }

    private static String quoted(byte octet, boolean endsLine) {
        boolean blank = octet == ' ' || octet == '\t';
        boolean plain = octet > ' ' && octet < 0x7f && octet != '=' || blank && !endsLine;
        return plain ? String.valueOf((char) octet) : "=%02X".formatted(octet & 0xff);
    }

    /// Unlikely in any text, and the same for the same letter.
    private String boundary(String what) {
        return "=_%s_%08x".formatted(what, fields.hashCode());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static void line(BytesBuilder message, String text) {
        message.utf8(text).latin1("\r\n");
    }
}
