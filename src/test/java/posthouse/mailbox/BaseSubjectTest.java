package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BaseSubjectTest {
    /// RFC 5256 §2.1, step by step.
    @Test
    void takesAwayWhatRepliesAdd() {
        for (String subject :
                List.of(
                        "Lunch",
                        "  lunch ",
                        "Re: Lunch",
                        "RE: Fwd: Re: lunch (fwd) (FWD)",
                        "[list] Re: [list]  Lunch",
                        "Re[2]: Lunch",
                        "[Fwd: Lunch]",
                        "Fwd: [Fwd: Re: Lunch]",
                        "Re: =?utf-8?Q?Lunch?=",
                        "=?iso-8859-1?B?UmU6IA==?= =?utf-8?q?lunch?=")) {
            assertThat(BaseSubject.of(subject)).as(subject).isEqualTo("lunch");
        }
    }

    @Test
    void keepsWhatIsLeft() {
        assertThat(BaseSubject.of("[only a blob]")).isEqualTo("[only a blob]");
        assertThat(BaseSubject.of("")).isEmpty();
        assertThat(BaseSubject.of("Re:")).isEmpty();
        assertThat(BaseSubject.of("[fwd:]")).isEmpty();
        assertThat(BaseSubject.of("=?nonsense?Q?x?=")).isEqualTo("=?nonsense?q?x?=");
        assertThat(BaseSubject.of("=?utf-8?Q?=C3=BC?=")).isEqualTo("ü");
    }

    @Test
    void isQuickWithHostileSubjects() {
        for (String part : List.of("[a]", "re", "(fwd)", "[", "=?", " ", "Re: [x] ")) {
            assertThat(BaseSubject.of(part.repeat(5_000))).isNotNull();
        }
    }
}
