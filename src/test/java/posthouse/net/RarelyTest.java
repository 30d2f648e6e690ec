package posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RarelyTest {
    @Test
    void saysYesAtOnceAndThenAfterEachPause() {
        var time = new ManualTime();
        var rarely = new Rarely(time, Duration.ofSeconds(10));
        assertThat(rarely.isTime()).isTrue();
        assertThat(rarely.isTime()).isFalse();
        time.pass(Duration.ofSeconds(10));
        assertThat(rarely.isTime()).isTrue();
        assertThat(rarely.isTime()).isFalse();
    }
}
