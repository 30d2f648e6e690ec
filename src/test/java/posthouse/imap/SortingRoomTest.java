package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SortingRoomTest {
    private final SortingRoom room = new SortingRoom(1024 * 1024);

    @Test
    void refusesWhatNeverFits() throws Exception {
        room.enter(10_000, 100).close();
        assertThatThrownBy(() -> room.enter(11_000, 100))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("to sort 11000 messages: search for fewer");
    }

    @Test
    void countsTexts() throws Exception {
        String text = "x".repeat(984);
        try (var place = room.enter(1, 1)) {
            for (int i = 0; i < 700; i++) {
                place.keep(text);
            }
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 400; i++) {
                                    place.keep(text);
                                }
                            })
                    .isInstanceOf(Refused.class);
        }
        room.enter(10_000, 100).close(); // all is free again
    }

    @Test
    void letsOthersWait() throws Exception {
        var entered = new java.util.concurrent.atomic.AtomicBoolean();
        var first = room.enter(6_000, 100);
        room.enter(3_000, 100).close();
        var waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var _ = room.enter(6_000, 100)) {
                                entered.set(true);
                            } catch (Refused refused) {
                                throw new IllegalStateException(refused);
                            }
                        });
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(entered).isFalse();
        first.close();
        waiting.join();
        assertThat(entered).isTrue();
    }
}
