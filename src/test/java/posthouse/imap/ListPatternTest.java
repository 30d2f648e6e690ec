package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthouse.Seeds;
import posthouse.mailbox.MailboxName;

class ListPatternTest {
    @ParameterizedTest
    @CsvSource({
        "'', *, a/b/c, true",
        "'', %, a, true",
        "'', %, a/b, false",
        "'', %/%, a/b, true",
        "'', %/%, a, false",
        "'', a/%, a/b, true",
        "'', a/%, a/b/c, false",
        "a/, %, a/b, true",
        "a, /%, a/b, true",
        "'', *b, a/b, true",
        "'', %b, a/b, false",
        "'', inbox, INBOX, true",
        "'', inBox, INBOX, true",
        "'', in*, INBOX, true",
        "'', inbox/%, INBOX/a, false",
        "'', a, A, false",
        "'', a*b*c, axxbyyc, true",
        "'', a*b*c, axxbyy, false",
        "'', %*, a/b, true",
    })
    void knowsWhatIsMeant(String reference, String pattern, String name, boolean meant) {
        assertThat(new ListPattern(reference, pattern).matches(new MailboxName(name)))
                .isEqualTo(meant);
    }

    @Test
    void agreesWithRegularExpressions() {
        Seeds.each(
                3000,
                random -> {
                    String pattern = text(random, "ab/*%", 6);
                    String name = text(random, "ab/", 8);
                    String regex = pattern.replace("*", ".*").replace("%", "[^/]*");
                    assertThat(new ListPattern("", pattern).matches(new MailboxName(name)))
                            .as("%s on %s", pattern, name)
                            .isEqualTo(name.matches(regex));
                });
    }

    @Test
    void wildcardsDoNotTakeForever() {
        String pattern = "*a%".repeat(300) + "b";
        var name = new MailboxName("a".repeat(1000));
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(new ListPattern("", pattern).matches(name)).isFalse());
    }

    private static String text(java.util.Random random, String of, int longest) {
        return Stream.generate(() -> "" + of.charAt(random.nextInt(of.length())))
                .limit(random.nextInt(longest + 1))
                .reduce("", String::concat);
    }
}
