package posthouse.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadsTest {
    private final Mailroom room = new Mailroom();

    private long thread(String header) throws Exception {
        var appended = room.append(room.inbox(), header + "\r\nbody\r\n");
        try (var view = room.account.select(room.inbox(), false)) {
            return view.placement(view.number(appended.uid())).threadId();
        }
    }

    @Test
    void joinsReplies() throws Exception {
        long first = thread("Message-ID: <1@x>\r\nSubject: Lunch\r\n");
        assertThat(thread("Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nSubject: Re: lunch\r\n"))
                .isEqualTo(first);
        assertThat(thread("Message-ID: <3@x>\r\nReferences: <0@x>\r\n <2@x>\r\nSubject: lunch\r\n"))
                .isEqualTo(first);
        assertThat(thread("Message-ID: <4@x>\r\nReferences: <0@x>\r\nSubject: lunch\r\n"))
                .isEqualTo(first);
    }

    @Test
    void joinsTheMessageThatComesAfterItsReply() throws Exception {
        long reply = thread("Message-ID: <2@x>\r\nReferences: <1@x>\r\nSubject: Re: a\r\n");
        assertThat(thread("Message-ID: <1@x>\r\nSubject: a\r\n")).isEqualTo(reply);
    }

    @Test
    void beginsAnotherWithAnotherSubject() throws Exception {
        long first = thread("Message-ID: <1@x>\r\nSubject: a\r\n");
        long second = thread("Message-ID: <2@x>\r\nReferences: <1@x>\r\nSubject: b\r\n");
        assertThat(second).isNotEqualTo(first);
        assertThat(thread("Message-ID: <3@x>\r\nReferences: <1@x>\r\nSubject: re: b\r\n"))
                .isEqualTo(second);
        assertThat(thread("Subject: a\r\n")).isNotEqualTo(first);
    }
}
