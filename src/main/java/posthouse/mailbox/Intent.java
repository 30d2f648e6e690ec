package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// What a POP3 session's end does, where that takes several commits: rows
/// `q/<mod-sequence>/<part>`. Once they are durable it is decided; each is carried out, again after
/// a crash, and then deleted. To do it twice does no harm, since what is gone is passed over.
///
/// Octets: format 1; action as in [Settings]; 1 where the messages leave the maildrop, else 0; a
/// set of UIDs of INBOX as in [LogEntry].
final class Intent {
    /// Ranges of UIDs in a row.
    static final int RANGES_MAX = 4_000;

    /// Rows that fit a commit together.
    static final int ROWS_MAX = 60;

    private static final int FORMAT = 1;

    private Intent() {}

    /// The steps, each cut so that it fits a row.
    static List<Maildrop.Step> cut(List<Maildrop.Step> steps) throws MailRefusal.OverLimit {
        var cut = new ArrayList<Maildrop.Step>();
        for (Maildrop.Step step : steps) {
            var ranges = step.uids().ranges();
            for (int from = 0; from < ranges.size(); from += RANGES_MAX) {
                int to = Math.min(ranges.size(), from + RANGES_MAX);
                cut.add(
                        new Maildrop.Step(
                                step.action(),
                                UidSet.ofRanges(ranges.subList(from, to)),
                                step.gone()));
            }
        }
        if (cut.size() > ROWS_MAX) {
            throw new MailRefusal.OverLimit(
                    "a POP3 session can delete at most "
                            + ROWS_MAX * RANGES_MAX
                            + " runs of messages at once");
        }
        return cut;
    }

    static Bytes encode(Maildrop.Step step) {
        var out =
                new BytesBuilder(64)
                        .octet(FORMAT)
                        .octet(Settings.number(step.action()))
                        .octet(step.gone() ? 1 : 0);
        LogEntry.writeUids(step.uids(), out);
        return out.build();
    }

    static Maildrop.Step decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        var action = Settings.action(in.octet());
        boolean gone = in.octet() == 1;
        var step = new Maildrop.Step(action, LogEntry.readUids(in), gone);
        Format.checkEnd(in);
        return step;
    }
}
