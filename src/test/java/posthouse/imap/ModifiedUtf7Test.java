package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.Seeds;

class ModifiedUtf7Test {
    /// RFC 3501 §5.1.3 has the first two.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "~peter/mail/台北/日本語|~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                "台北日本語|&U,BTF2XlZyyKng-",
                "INBOX|INBOX",
                "Entwürfe|Entw&APw-rfe",
                "this & that|this &- that",
                "&&|&-&-",
                "a😀b|a&2D3eAA-b",
                "+~|+~",
            })
    void readsAndWritesNames(String text, String encoded) {
        assertThat(ModifiedUtf7.encode(text)).isEqualTo(encoded);
        assertThat(ModifiedUtf7.decode(encoded)).contains(text);
    }

    /// RFC 3501 §5.1.3: no superfluous shift, nothing that could be itself in base64, no octet
    /// above 127, no bits left over.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "a&",
                "&U,BTFw",
                "&Jjo!",
                "&U,BTFw-&ZeVnLIqe-",
                "&AGE-",
                "&AGEA4Q-",
                "caf\u00e9",
                "&A-",
                "&AOl-",
                "&2D0-",
                "&3gA-",
                "&AOk=-",
                "&AOk/-",
                "&AOkA-",
                "a\tb",
                "&,,,,,-"
            })
    void refusesWhatIsWrittenOtherwise(String encoded) {
        assertThat(ModifiedUtf7.decode(encoded)).isEmpty();
    }

    @Test
    void everyTextComesBack() {
        Seeds.each(
                2000,
                random -> {
                    var text = new StringBuilder();
                    for (int i = random.nextInt(12); i >= 0; i--) {
                        text.appendCodePoint(
                                switch (random.nextInt(4)) {
                                    case 0 -> 0x20 + random.nextInt(0x5f);
                                    case 1 -> '&';
                                    case 2 -> 0xa0 + random.nextInt(0x1000);
                                    default -> 0x1f600 + random.nextInt(80);
                                });
                    }
                    String encoded = ModifiedUtf7.encode(text.toString());
                    assertThat(encoded).matches("[\\x20-\\x7e]*");
                    assertThat(ModifiedUtf7.decode(encoded)).contains(text.toString());
                });
    }

    @Test
    void oneNameIsWrittenInOneWay() {
        Seeds.each(
                5000,
                random -> {
                    var text = new StringBuilder();
                    for (int i = random.nextInt(10); i >= 0; i--) {
                        text.append("&-,AaOkz9Q/w+=".charAt(random.nextInt(14)));
                    }
                    ModifiedUtf7.decode(text.toString())
                            .ifPresent(it ->
                                    assertThat(ModifiedUtf7.encode(it)).isEqualTo(text.toString()));
                });
    }
}
