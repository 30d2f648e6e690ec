package posthouse.report;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.mime.TransferEncoding;

/// The three parts of a report (RFC 6522 §3), put together.
///
/// @param words for people
/// @param status for programs
/// @param global whether that is in UTF-8 (RFC 6533 §4.1)
record Report(String words, String status, boolean global, Returned returned) {
    /// The fields of the report's header that tell of its parts, and the empty line.
    String fields(String boundary) {
        return "Content-Type: multipart/report; report-type="
                + statusType()
                + ";\r\n boundary=\""
                + boundary
                + "\"\r\n"
                + (isEightBit() ? "Content-Transfer-Encoding: 8bit\r\n" : "")
                + "\r\n";
    }

    /// The report without its header.
    InputStream content(String boundary) {
        return new SequenceInputStream(
                Collections.enumeration(
                        List.of(
                                new ByteArrayInputStream(before(boundary).toArray()),
                                returned.octets().get(),
                                new ByteArrayInputStream(behind(boundary).toArray()))));
    }

    /// Octets of [#content].
    long length(String boundary) {
        return before(boundary).length() + returned.length() + behind(boundary).length();
    }

    private boolean isEightBit() {
        return global || returned.encoding().equals("8bit");
    }

    /// RFC 6522 §3: the type of the report is that of the second part.
    private String statusType() {
        return global ? "global-delivery-status" : "delivery-status";
    }

    private Bytes before(String boundary) {
        String next = "\r\n--" + boundary + "\r\n";
        return Bytes.utf8(
                next.substring(2)
                        + text()
                        + next
                        + part("message/" + statusType(), global ? "8bit" : "7bit")
                        + status
                        + next
                        + part(returned.type(), returned.encoding()));
    }

    private static Bytes behind(String boundary) {
        return Bytes.latin1("\r\n--" + boundary + "--\r\n");
    }

    private String text() {
        if (Plain.isAscii(words)) {
            return part("text/plain; charset=us-ascii", "7bit") + words;
        }
        byte[] quoted = TransferEncoding.QUOTED_PRINTABLE.encode(Bytes.utf8(words).toArray());
        return part("text/plain; charset=utf-8", "quoted-printable") + Bytes.wrap(quoted).latin1();
    }

    private static String part(String type, String encoding) {
        return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n";
    }
}
