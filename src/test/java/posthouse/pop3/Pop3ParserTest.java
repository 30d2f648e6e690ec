package posthouse.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.bytes.Bytes;
import posthouse.pop3.Pop3Command.Auth;
import posthouse.pop3.Pop3Command.Capa;
import posthouse.pop3.Pop3Command.Dele;
import posthouse.pop3.Pop3Command.ListMechanisms;
import posthouse.pop3.Pop3Command.Noop;
import posthouse.pop3.Pop3Command.Pass;
import posthouse.pop3.Pop3Command.Quit;
import posthouse.pop3.Pop3Command.Retr;
import posthouse.pop3.Pop3Command.Rset;
import posthouse.pop3.Pop3Command.Stat;
import posthouse.pop3.Pop3Command.Stls;
import posthouse.pop3.Pop3Command.Top;
import posthouse.pop3.Pop3Command.Uidl;
import posthouse.pop3.Pop3Command.User;
import posthouse.pop3.Pop3Command.Utf8;

class Pop3ParserTest {
    @Test
    void readsEveryCommand() throws SyntaxError {
        assertParses("QUIT", new Quit());
        assertParses("CAPA", new Capa());
        assertParses("USER markh", new User("markh"));
        assertParses("USER  two words ", new User("two words"));
        assertParses("USER grün@example.com", new User("grün@example.com"));
        assertParses("PASS secret", new Pass("secret"));
        assertParses("AUTH PLAIN", new Auth("PLAIN", Optional.empty()));
        assertParses("AUTH plain =", new Auth("PLAIN", Optional.of(Bytes.EMPTY)));
        assertParses(
                "AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=",
                new Auth("PLAIN", Optional.of(Bytes.latin1("test\0test\0test"))));
        assertParses("AUTH", new ListMechanisms());
        assertParses("STLS", new Stls());
        assertParses("UTF8", new Utf8());
        assertParses("STAT", new Stat());
        assertParses("LIST", new Pop3Command.List(OptionalInt.empty()));
        assertParses("LIST 2", new Pop3Command.List(OptionalInt.of(2)));
        assertParses("RETR 1", new Retr(1));
        assertParses("DELE 0", new Dele(0));
        assertParses("NOOP", new Noop());
        assertParses("RSET", new Rset());
        assertParses("TOP 1 0", new Top(1, 0));
        assertParses("UIDL", new Uidl(OptionalInt.empty()));
        assertParses("UIDL 3", new Uidl(OptionalInt.of(3)));
    }

    @Test
    void doesNotMindCaseOrSpareSpaces() throws SyntaxError {
        assertParses("quit ", new Quit());
        assertParses("Top  1   10 ", new Top(1, 10));
        assertParses("list ", new Pop3Command.List(OptionalInt.empty()));
    }

    @Test
    void takesEverySpaceOfAPassword() throws SyntaxError {
        assertParses("PASS  a b ", new Pass(" a b "));
    }

    @Test
    void takesANumberThatIsTooLargeForTheLargest() throws SyntaxError {
        assertParses("RETR 2147483647", new Retr(Integer.MAX_VALUE));
        assertParses("RETR 99999999999999999999", new Retr(Integer.MAX_VALUE));
        assertParses("RETR 214748364", new Retr(214_748_364));
    }

    @Test
    void saysWhatIsWrong() {
        assertRefuses("", "unknown command");
        assertRefuses("APOP markh c4c9334bac560ecc979e58001b3e22fb", "unknown command");
        assertRefuses("LANG", "unknown command");
        assertRefuses(" QUIT", "unknown command");
        assertRefuses("USER", "USER needs a name");
        assertRefuses("PASS", "PASS needs a password");
        assertRefuses("PASS ", "PASS needs a password");
        assertRefuses("AUTH PLAIN a b", "AUTH takes");
        assertRefuses("AUTH PLAIN AAA", "no base64");
        assertRefuses("AUTH PLAIN =AAA", "no base64");
        assertRefuses("AUTH PLAIN AAA=BBBB", "no base64");
        assertRefuses("AUTH PLAIN dGV*", "no base64");
        assertRefuses("NOOP now", "NOOP takes no argument");
        assertRefuses("RETR", "RETR takes one argument");
        assertRefuses("RETR 1 2", "RETR takes one argument");
        assertRefuses("RETR -1", "RETR needs a number");
        assertRefuses("RETR one", "RETR needs a number");
        assertRefuses("RETR ١", "RETR needs a number");
        assertRefuses("TOP 1", "TOP takes 2 arguments");
        assertRefuses("USER a\0b", "control characters");
        assertRefuses("USER " + "x".repeat(Pop3Parser.COMMAND_OCTETS_MAX), "longer than 400");
        assertThatThrownBy(() -> Pop3Parser.parse(Bytes.latin1("USER gr\u00fcn")))
                .isInstanceOf(SyntaxError.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void takesLongLinesForAuthAlone() throws SyntaxError {
        String token = "AAAA".repeat(3000);
        assertThat(Pop3Parser.parse(Bytes.latin1("AUTH PLAIN " + token))).isInstanceOf(Auth.class);
    }

    @Test
    void showsNoSecretInLogs() {
        assertThat(new Pass("secret").toString()).doesNotContain("secret");
        assertThat(new Auth("PLAIN", Optional.of(Bytes.latin1("secret"))).toString())
                .doesNotContain("secret");
    }

    @Test
    void makesACommandOrASyntaxErrorOfAnything() {
        Seeds.each(
                20_000,
                seed -> {
                    Bytes line = anything(seed);
                    try {
                        assertThat(Pop3Parser.parse(line)).isNotNull();
                    } catch (SyntaxError error) {
                        assertThat(error.getMessage()).isNotBlank().doesNotContain("[");
                    }
                });
    }

    private static Bytes anything(Random random) {
        String[] words = {
            "USER",
            "PASS",
            "AUTH",
            "top",
            "LIST",
            "RETR",
            "UIDL",
            " ",
            "1",
            "99999999999",
            "=",
            "PLAIN",
            "AAAA",
            "\0",
            "\r",
            "\u00e9",
            "é",
            "-1"
        };
        var line = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            line.append(words[random.nextInt(words.length)]);
            line.append(random.nextBoolean() ? " " : "");
        }
        return random.nextBoolean() ? Bytes.utf8(line.toString()) : Bytes.latin1(line.toString());
    }

    private static void assertParses(String line, Pop3Command command) throws SyntaxError {
        assertThat(Pop3Parser.parse(Bytes.utf8(line))).isEqualTo(command);
    }

    private static void assertRefuses(String line, String why) {
        assertThatThrownBy(() -> Pop3Parser.parse(Bytes.utf8(line)))
                .isInstanceOf(SyntaxError.class)
                .hasMessageContaining(why);
    }
}
