package posthouse.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import posthouse.mime.HeaderField;
import posthouse.mime.Headers;

/// What a message's header section says of its kin: its own Message-ID, those it refers to (RFC
/// 5322 §3.6.4), and the subject.
///
/// @param messageId without angle brackets; empty where there is none
/// @param references from References and In-Reply-To, oldest first, without duplicates: at most the
///   first and the last [#REFERENCES_MAX] - 1
/// @param baseSubject as [BaseSubject]
record Kin(String messageId, List<String> references, String baseSubject) {
    static final int REFERENCES_MAX = 20;

    /// Characters of an id that is taken note of; longer ones are not.
    static final int ID_CHARACTERS_MAX = 500;

    static Kin of(Headers headers) {
        String messageId = "";
        String subject = "";
        HeaderField references = null;
        HeaderField inReplyTo = null;
        for (HeaderField field : headers.fields()) {
            if (messageId.isEmpty() && field.is("Message-ID")) {
                messageId = ids(field).stream().findFirst().orElse("");
            } else if (subject.isEmpty() && field.is("Subject")) {
                subject = BaseSubject.of(field.value()).text();
            } else if (references == null && field.is("References")) {
                references = field;
            } else if (inReplyTo == null && field.is("In-Reply-To")) {
                inReplyTo = field;
            }
        }
        var all = new LinkedHashSet<String>();
        if (references != null) {
            all.addAll(ids(references));
        }
        if (inReplyTo != null) {
            all.addAll(ids(inReplyTo));
        }
        all.remove(messageId);
        return new Kin(messageId, few(new ArrayList<>(all)), subject);
    }

    private static List<String> few(List<String> all) {
        if (all.size() <= REFERENCES_MAX) {
            return List.copyOf(all);
        }
        var few = new ArrayList<String>();
        few.add(all.getFirst());
        few.addAll(all.subList(all.size() - REFERENCES_MAX + 1, all.size()));
        return few;
    }

    /// What stands in angle brackets.
    private static List<String> ids(HeaderField field) {
        String value = field.value();
        var ids = new ArrayList<String>();
        int at = value.indexOf('<');
        while (at >= 0) {
            int end = value.indexOf('>', at);
            if (end < 0) {
                break;
            }
            String id = value.substring(at + 1, end).replaceAll("[\\s<]", "");
            if (!id.isEmpty() && id.length() <= ID_CHARACTERS_MAX) {
                ids.add(id);
            }
            at = value.indexOf('<', end);
        }
        return ids;
    }
}
