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
            assertThat(BaseSubject.of(subject).text()).as(subject).isEqualTo("lunch");
        }
    }

    @Test
    void keepsWhatIsLeft() {
        assertThat(BaseSubject.of("[only a blob]").text()).isEqualTo("[only a blob]");
        assertThat(BaseSubject.of("").text()).isEmpty();
        assertThat(BaseSubject.of("Re:").text()).isEmpty();
        assertThat(BaseSubject.of("[fwd:]").text()).isEmpty();
        assertThat(BaseSubject.of("=?nonsense?Q?x?=").text()).isEqualTo("=?nonsense?q?x?=");
        assertThat(BaseSubject.of("=?utf-8?Q?=C3=BC?=").text()).isEqualTo("ü");
    }

    /// A list's name in brackets makes no reply.
    @Test
    void knowsAReply() {
        for (String reply : List.of("Re: a", "[x] FW: a", "a (fwd)", "[fwd: a]", "Re:")) {
            assertThat(BaseSubject.of(reply).reply()).as(reply).isTrue();
        }
        for (String other : List.of("", " a ", "[x] a", "Regarding a", "a: re")) {
            assertThat(BaseSubject.of(other).reply()).as(other).isFalse();
        }
    }

    @Test
    void isQuickWithHostileSubjects() {
        for (String part : List.of("[a]", "re", "(fwd)", "[", "=?", " ", "Re: [x] ")) {
            assertThat(BaseSubject.of(part.repeat(5_000)).text()).isNotNull();
        }
    }
}
