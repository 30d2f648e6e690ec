package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthouse.bytes.Bytes;

/// `bin/check-mime FOLDER`: real mail made 7-bit, each leaf decoding to the same octets as before.
class SevenBitCheck {
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int mails;

    @Test
    void realMailBecomesSevenBitAndStaysTheSame() throws IOException {
        RealMail.each(this::check);
        counts.forEach((what, count) -> System.out.printf("%7d  %s%n", count, what));
        System.out.println(mails + " mails made 7-bit, " + wrong.size() + " wrong");
        assertThat(mails).isPositive();
        assertThat(wrong).as("mails that are not the same").isEmpty();
    }

    private void check(String name, Bytes mail) {
        mails++;
        try {
            boolean isSevenBit = Sameness.needs(mail).isSevenBit();
            String outcome =
                    Sameness.check(mail)
                            .map(it -> "7-bit: not converted: " + it)
                            .orElse(isSevenBit ? "7-bit: is already" : "7-bit: converted");
            counts.merge(outcome, 1, Integer::sum);
        } catch (Exception | AssertionError | StackOverflowError failure) {
            wrong.add(name + ": " + failure);
        }
    }
}
