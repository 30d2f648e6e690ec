package posthouse.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;

/// The files that letters of the demonstration carry: small, real, made here.
final class DemoFiles {
    private static final int IMAGE_SIDE = 64;

    private DemoFiles() {}

    static Letter.Part make(String name, String kind) {
        return switch (kind) {
            case "csv" -> part(name, "text/csv", Bytes.utf8(CSV));
            case "ics" -> part(name, "text/calendar", Bytes.utf8(ICS.replace("\n", "\r\n")));
            case "text" -> part(name, "text/plain", Bytes.utf8(TEXT));
            case "pdf" -> part(name, "application/pdf", pdf(name));
            case "png" -> part(name, "image/png", png(name.hashCode()));
            case "zip" -> part(name, "application/zip", zip());
            default -> throw new IllegalArgumentException("no kind of file: " + kind);
        };
    }

    private static Letter.Part part(String name, String type, Bytes content) {
        return new Letter.Part(name, type, content, Optional.empty());
    }

    private static final String CSV =
            """
            what,how many,where
            pear tree,1,in the middle
            roses,4,along the fence
            bindweed,uncounted,everywhere
            watering can,1,behind the shed
            """;

    private static final String ICS =
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Posthouse//Demonstration//EN
            BEGIN:VEVENT
            UID:reading-circle@letters.demo.test
            DTSTAMP:20260101T000000Z
            DTSTART:20260115T193000
            DURATION:PT2H
            SUMMARY:Reading circle\\, chapters nine to fourteen
            LOCATION:Marta's
            END:VEVENT
            END:VCALENDAR
            """;

    private static final String TEXT =
            """
            Take what is there, cut it small, and be patient.
            The curtains are convincing; the beans act with restraint.
            Four stars out of five.
            """;

    /// One page with its own name on it.
    private static Bytes pdf(String name) {
        String page = "BT /F1 24 Tf 72 720 Td (" + name + ") Tj ET";
        String[] objects = {
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                    + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length " + page.length() + " >>\nstream\n" + page + "\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
        for (int i = 0; i < objects.length; i++) {
            table.append("%010d 00000 n \n".formatted(file.length()));
            file.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
        }
        int start = file.length();
        file.append(table).append("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n");
        file.append(start).append("\n%%EOF\n");
        return Bytes.latin1(file.toString());
    }

    /// A picture of two colours that run into each other.
    private static Bytes png(int colours) {
        var rows = new BytesBuilder();
        for (int y = 0; y < IMAGE_SIDE; y++) {
            rows.octet(0); // the row's filter: none
            for (int x = 0; x < IMAGE_SIDE; x++) {
                rows.octet((colours >> 16) + 3 * x & 0xff);
                rows.octet((colours >> 8) + 3 * y & 0xff);
                rows.octet(colours + x + y & 0xff);
            }
        }
        var header = new BytesBuilder().fixed32(IMAGE_SIDE).fixed32(IMAGE_SIDE);
        header.octet(8).octet(2).octet(0).octet(0).octet(0); // 8 bits a colour, RGB
        var file = new BytesBuilder().octet(0x89).latin1("PNG\r\n\u001a\n");
        chunk(file, "IHDR", header.build());
        chunk(file, "IDAT", deflated(rows.build()));
        chunk(file, "IEND", Bytes.EMPTY);
        return file.build();
    }

    private static void chunk(BytesBuilder file, String type, Bytes content) {
        Bytes checked = Bytes.latin1(type).plus(content);
        var crc = new CRC32();
        crc.update(checked.toArray());
        file.fixed32(content.length()).append(checked).fixed32((int) crc.getValue());
    }

    private static Bytes deflated(Bytes content) {
        var deflater = new Deflater();
        try {
            deflater.setInput(content.toArray());
            deflater.finish();
            byte[] octets = new byte[content.length() + 64];
            int length = deflater.deflate(octets);
            return Bytes.copyOf(octets, 0, length);
        } finally {
            deflater.end();
        }
    }

    private static Bytes zip() {
        var octets = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(octets)) {
            zip.putNextEntry(new ZipEntry("page.txt"));
            zip.write(Bytes.utf8(TEXT).toArray());
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Bytes.wrap(octets.toByteArray());
    }
}
