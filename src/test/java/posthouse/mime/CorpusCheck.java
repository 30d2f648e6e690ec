package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// `bin/check-mime FOLDER`: real mail through the scanner. BODYSTRUCTURE must agree with what
/// fetching its parts gives; where mime4j or Angus Mail see other parts, or another ENVELOPE, there
/// must be a [PartReason] or a [FieldReason].
class CorpusCheck {
    private final TreeMap<String, Integer> reasons = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int mails;

    @Test
    void everyDifferenceHasAReason() throws IOException {
        RealMail.each(this::check);
        reasons.forEach((reason, count) -> System.out.printf("%7d  %s%n", count, reason));
        System.out.println(mails + " mails, " + wrong.size() + " differences without a reason");
        assertThat(mails).isPositive();
        assertThat(wrong).as("differences without a reason").isEmpty();
    }

    private void check(String name, Bytes mail) {
        mails++;
        try {
            for (Comparison.Finding found : Comparison.of(mail)) {
                count(name, found);
            }
        } catch (Exception | AssertionError | StackOverflowError failure) {
            wrong.add(name + ": " + failure);
        }
    }

    private void count(String name, Comparison.Finding found) {
        if (found.reason().isEmpty()) {
            wrong.add(
                    "%s: %s of %s\n    ours   %s\n    theirs %s"
                            .formatted(
                                    name,
                                    found.what(),
                                    found.reader(),
                                    found.ours(),
                                    found.theirs()));
        } else {
            String kind = found.what().equals("structure") ? "structure" : "envelope";
            reasons.merge(
                    "%-6s %-9s %s".formatted(found.reader(), kind, found.reason()),
                    1,
                    Integer::sum);
        }
    }
}
