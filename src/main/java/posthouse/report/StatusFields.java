package posthouse.report;

import java.util.List;
import java.util.regex.Pattern;
import posthouse.mime.MailDate;
import posthouse.queue.Answer;
import posthouse.queue.Mail;
import posthouse.queue.Reporter;

/// The part for programs (RFC 3464 §2, RFC 3461 §6.3): of the message, then of each recipient.
///
/// @param host who reports
/// @param global whether in UTF-8 (RFC 6533 §4.1)
record StatusFields(String host, boolean global) {
    private static final Pattern STATUS =
            Pattern.compile("[245]\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");

    /// Lines ended by CRLF.
    String of(Reporter.Kind kind, Mail about, List<Reporter.Told> told) {
        var fields = new StringBuilder();
        about.envelopeId()
                .ifPresent(id -> fields.append(field("Original-Envelope-Id", Plain.line(id, 100))));
        fields.append(field("Reporting-MTA", "dns; " + host));
        fields.append(field("Arrival-Date", MailDate.format(about.arrived())));
        for (Reporter.Told each : told) {
            fields.append("\r\n").append(of(kind, each));
        }
        return fields.toString();
    }

    private String of(Reporter.Kind kind, Reporter.Told told) {
        var fields = new StringBuilder();
        Recipients.original(told.to())
                .ifPresent(it -> fields.append(field("Original-Recipient", it.toString())));
        fields.append(field("Final-Recipient", Recipients.last(told.to()).toString()));
        fields.append(field("Action", action(kind, told)));
        Answer answer = told.answer();
        fields.append(field("Status", status(kind, answer)));
        if (!answer.host().isEmpty()) {
            fields.append(field("Remote-MTA", "dns; " + remote(answer)));
        }
        fields.append(field("Diagnostic-Code", diagnostic(answer)));
        fields.append(field("Last-Attempt-Date", MailDate.format(answer.at())));
        told.again()
                .ifPresent(it ->
                        fields.append(field("Will-Retry-Until", MailDate.format(it.until()))));
        return fields.toString();
    }

    private static String action(Reporter.Kind kind, Reporter.Told told) {
        return switch (kind) {
            case FAILED -> "failed";
            case DELAYED -> "delayed";
            case DELIVERED ->
                    switch (told.place()) {
                        case NOWHERE, MAILBOX, LIST -> "delivered";
                        case SEVERAL -> "expanded";
                        case SERVER -> "relayed";
                    };
        };
    }

    /// A status that fits what is reported (RFC 3461 §6.3 (g)). What failed for its age keeps the 4
    /// of the last try (RFC 3464 §2.3.3).
    static String status(Reporter.Kind kind, Answer answer) {
        String classes =
                switch (kind) {
                    case FAILED -> "54";
                    case DELAYED -> "4";
                    case DELIVERED -> "2";
                };
        String status = answer.status();
        boolean fits = STATUS.matcher(status).matches() && classes.indexOf(status.charAt(0)) >= 0;
        return fits ? status : classes.charAt(0) + ".0.0";
    }

    /// The server's name, and in a comment its address (RFC 3464 §2.3.5, §2.2.4).
    private static String remote(Answer answer) {
        String host = Plain.line(answer.host(), Words.HOST_CHARACTERS_MAX);
        int address = host.indexOf(" [");
        return address < 0
                ? host
                : host.substring(0, address) + " (" + host.substring(address + 1) + ")";
    }

    /// What did not come from a server is of a type of our own.
    private static String diagnostic(Answer answer) {
        return (answer.code() == 0 ? "x-posthouse; " : "smtp; ") + Words.quoted(answer);
    }

    private String field(String name, String value) {
        return Plain.field(name, global ? value : Plain.ascii(value));
    }
}
