package posthouse.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedWordsTest {
    @Test
    void decodesTheExamplesOfTheRfc() {
        // RFC 2047 §8; the last of RFC 2231 §5.
        var examples =
                Map.ofEntries(
                        Map.entry("=?US-ASCII?Q?Keith_Moore?=", "Keith Moore"),
                        Map.entry("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld Jørn Simonsen"),
                        Map.entry(
                                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=    "
                                        + " =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                                "If you can read this you understand the example."),
                        Map.entry("(=?ISO-8859-1?Q?a?=)", "(a)"),
                        Map.entry("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
                        Map.entry("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
                        Map.entry("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
                        Map.entry("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
                        Map.entry("=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"));
        examples.forEach(
                (value, text) -> assertThat(EncodedWords.decode(value)).as(value).isEqualTo(text));
    }

    @Test
    void decodesWhatIsSentAllTheSame() {
        var examples =
                Map.ofEntries(
                        // A character in two words.
                        Map.entry("=?utf-8?b?w7?= =?utf-8?b?w6?=", "��".substring(0, 2)),
                        Map.entry("=?utf-8?q?=E2=82?= =?UTF-8?q?=AC?=", "€"),
                        Map.entry("=?utf-8?Q?a b?=", "a b"),
                        Map.entry("x=?utf-8?q?y?=z", "xyz"),
                        Map.entry("=?utf-8?q?=zz=?=", "=zz="),
                        Map.entry("=?utf-8?b?w7w?=", "ü"),
                        Map.entry("=?x-unknown?q?=fc?=", "ü"),
                        Map.entry("=?utf-8?q?open", "=?utf-8?q?open"),
                        Map.entry("=?utf-8?x?no?=", "=?utf-8?x?no?="),
                        Map.entry("=?=?utf-8?q?a?=", "=?a"),
                        Map.entry("=?", "=?"),
                        Map.entry("\u00c3\u00bc", "ü"),
                        Map.entry("\u00fc", "ü"),
                        Map.entry("\u0080", "€"),
                        Map.entry("\u00c3\u00bc =?utf-8?q?=C3=BC?=", "ü ü"),
                        Map.entry("=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"),
                        Map.entry("=?gb2312?B?xOM=?=", "你"),
                        Map.entry("=?ks_c_5601-1987?B?sKE=?=", "가"));
        examples.forEach(
                (value, text) -> assertThat(EncodedWords.decode(value)).as(value).isEqualTo(text));
    }

    @Test
    void takesTimeInProportionToTheValue() {
        for (String piece :
                java.util.List.of("=?", "=?a?q?", "=?a?q?x", "=?a?q?x?=", "=?a?b?=", "?")) {
            String value = piece.repeat(400_000 / piece.length());
            assertThat(EncodedWords.decode(value)).as(piece).hasSizeLessThanOrEqualTo(400_000);
        }
    }
}
