package posthouse.mime;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import posthouse.bytes.Bytes;

/// A message as Angus Mail sees it.
final class AngusView {
    private AngusView() {}

    static Outline outline(Bytes message) throws MessagingException, IOException {
        var session = Session.getInstance(new Properties());
        return outline(new MimeMessage(session, new ByteArrayInputStream(message.toArray())));
    }

    private static Outline outline(MimePart part) throws MessagingException, IOException {
        String type = type(part);
        if (type.startsWith("multipart/")) {
            // Not by getContent(), which looks at the transfer encoding as well.
            Multipart parts = new MimeMultipart(new RawSource(part));
            var outlines = new ArrayList<Outline>();
            for (int i = 0; i < count(parts); i++) {
                BodyPart inner = parts.getBodyPart(i);
                outlines.add(outline((MimePart) inner));
            }
            return Outline.holding("multipart", outlines);
        }
        Bytes octets = raw(part);
        if (type.equals("message/rfc822") || type.equals("message/global")) {
            return Outline.holding("message/rfc822", List.of(outline(octets)));
        }
        return Outline.leaf(type, octets);
    }

    /// None where it finds no boundary, which it takes for an error.
    private static int count(Multipart parts) {
        try {
            return parts.getCount();
        } catch (MessagingException _) {
            return 0;
        }
    }

    private static String type(MimePart part) throws MessagingException {
        String[] fields = part.getHeader("Content-Type");
        if (fields == null) {
            return "text/plain";
        }
        try {
            return new ContentType(fields[0].replaceAll("\r?\n", ""))
                    .getBaseType()
                    .toLowerCase(Locale.ROOT);
        } catch (jakarta.mail.internet.ParseException _) {
            return "text/plain";
        }
    }

    private static Bytes raw(MimePart part) throws MessagingException, IOException {
        try (InputStream in = rawStream(part)) {
            return Bytes.wrap(in.readAllBytes());
        }
    }

    private static InputStream rawStream(MimePart part) throws MessagingException {
        return part instanceof MimeMessage message
                ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream();
    }

    private record RawSource(MimePart part) implements jakarta.activation.DataSource {
        @Override
        public InputStream getInputStream() throws IOException {
            try {
                return rawStream(part);
            } catch (MessagingException failure) {
                throw new IOException(failure);
            }
        }

        @Override
        public java.io.OutputStream getOutputStream() throws IOException {
            throw new IOException("only for reading");
        }

        @Override
        public String getContentType() {
            try {
                return part.getContentType();
            } catch (MessagingException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public String getName() {
            return "";
        }
    }

    /// An answer that says so where it cannot read the field.
    static List<String> addresses(String value) {
        try {
            return parsed(value);
        } catch (AddressException failure) {
            return List.of(String.valueOf(failure.getMessage()));
        }
    }

    private static List<String> parsed(String value) throws AddressException {
        var texts = new ArrayList<String>();
        for (Address address : InternetAddress.parseHeader(value, false)) {
            var internet = (InternetAddress) address;
            if (internet.isGroup()) {
                String group = internet.getAddress();
                int colon = group.indexOf(':');
                texts.add(group.substring(0, colon) + ":");
                InternetAddress[] members = internet.getGroup(false);
                if (members != null) {
                    for (InternetAddress member : members) {
                        texts.add(text(member));
                    }
                }
                texts.add(";");
            } else {
                texts.add(text(internet));
            }
        }
        return texts;
    }

    private static String text(InternetAddress address) {
        String whole = address.getAddress();
        int at = whole.lastIndexOf('@');
        return Outline.address(
                address.getPersonal(),
                unquoted(at < 0 ? whole : whole.substring(0, at)),
                at < 0 ? "" : whole.substring(at + 1));
    }

    private static String unquoted(String local) {
        return local.replace("\"", "");
    }
}
