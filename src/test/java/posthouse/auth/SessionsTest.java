package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Peer PEER = House.peer("192.0.2.1");
    private static final Login ANN = new Login(1, "ann@demo.test", "ann");
    private static final Login BEN = new Login(2, "ben@demo.test", "ben");

    private final Sessions sessions = new Sessions(new ManualClock(), 3);
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void endsTheSessionsOfOneAccountAtOnce() throws Exception {
        enter(ANN, "1");
        enter(ANN, "2");
        enter(BEN, "3");
        assertThat(sessions.end(s -> s.login().account() == 1)).isEqualTo(2);
        assertThat(ended).hasValue(2);
        assertThat(sessions.all()).singleElement().matches(s -> s.connection().equals("3"));
    }

    @Test
    void oneThatCannotBeEndedDoesNotSaveTheOthers() throws Exception {
        for (int i = 0; i < 3; i++) {
            var _ =
                    sessions.enter(
                            ANN,
                            PEER,
                            "" + i,
                            () -> {
                                ended.incrementAndGet();
                                throw new IllegalStateException("stuck");
                            });
        }
        assertThat(sessions.end(_ -> true)).isEqualTo(3);
        assertThat(ended).hasValue(3);
    }

    @Test
    void anAccountHasALimitAndAClosedSessionGivesItsPlaceFree() throws Exception {
        var first = enter(ANN, "1");
        enter(ANN, "2");
        enter(ANN, "3");
        assertThatThrownBy(() -> enter(ANN, "4"))
                .isInstanceOf(AuthRefusal.TooManySessions.class)
                .hasMessageContaining("3");
        enter(BEN, "5");
        first.close();
        first.close();
        enter(ANN, "6");
        assertThatThrownBy(() -> enter(ANN, "7")).isInstanceOf(AuthRefusal.TooManySessions.class);
        assertThat(ended).hasValue(0);
    }

    @Test
    void endsAlsoALoginThatWasStillOnItsWay() throws Exception {
        var late = new Login(1, "ann@demo.test", "ann", sessions.lastEnding());
        var other = new Login(2, "ben@demo.test", "ben", sessions.lastEnding());
        sessions.end(s -> s.login().account() == 1);
        enter(late, "1");
        enter(other, "2");
        assertThat(ended).hasValue(1);
        assertThat(sessions.all()).singleElement().matches(s -> s.connection().equals("2"));
        enter(new Login(1, "ann@demo.test", "ann", sessions.lastEnding()), "3");
        assertThat(sessions.all()).hasSize(2);
    }

    private Sessions.Session enter(Login login, String connection) throws Exception {
        return sessions.enter(login, PEER, connection, ended::incrementAndGet);
    }
}
