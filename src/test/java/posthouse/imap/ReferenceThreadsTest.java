package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import posthouse.Seeds;
import posthouse.imap.MessageThread.Mail;
import posthouse.imap.ReferenceThreads.Tied;

class ReferenceThreadsTest {
    /// RFC 5256 §3 step by step, with children in lists and recursion.
    @NullUnmarked // half-made nodes are what the algorithm is about
    private static final class Naive {
        static final class Node {
            Mail mail;
            Node parent;
            final List<Node> children = new ArrayList<>();

            Mail first() {
                return mail != null ? mail : children.getFirst().first();
            }

            boolean isAbove(Node other) {
                return this == other || children.stream().anyMatch(child -> child.isAbove(other));
            }

            void add(Node child) {
                child.unlink();
                child.parent = this;
                children.add(child);
            }

            void unlink() {
                if (parent != null) {
                    parent.children.remove(this);
                    parent = null;
                }
            }

            void sort() {
                children.forEach(Node::sort);
                children.sort(
                        Comparator.comparing(
                                Node::first,
                                Comparator.comparingLong(Mail::sent)
                                        .thenComparingInt(Mail::number)));
            }

            String written() {
                String answers = "";
                for (Node child : children) {
                    answers += "(" + child.written() + ")";
                }
                if (children.size() == 1) {
                    answers = children.getFirst().written();
                }
                return mail == null
                        ? answers
                        : mail.number() + (answers.isEmpty() ? "" : " " + answers);
            }
        }

        static String threads(List<Tied> mails) {
            var nodes = new LinkedHashMap<String, Node>();
            int lonely = 0;
            for (Tied tied : mails) {
                String id = tied.id();
                if (id.isEmpty() || nodes.containsKey(id) && nodes.get(id).mail != null) {
                    id = "no id " + lonely++;
                }
                Node own = nodes.computeIfAbsent(id, _ -> new Node());
                own.mail = tied.mail();
                Node last = null;
                for (String reference : tied.references()) {
                    Node next = nodes.computeIfAbsent(reference, _ -> new Node());
                    if (last != null && next.parent == null && !next.isAbove(last)) {
                        last.add(next);
                    }
                    last = next;
                }
                if (last == null) {
                    own.unlink();
                } else if (!own.isAbove(last)) {
                    last.add(own);
                }
            }
            var root = new Node();
            nodes.values().stream().filter(n -> n.parent == null).toList().forEach(root::add);
            prune(root, root);
            root.sort();
            merge(root);
            root.sort();
            var text = new StringBuilder();
            root.children.forEach(thread -> text.append('(').append(thread.written()).append(')'));
            return text.toString();
        }

        private static void prune(Node node, Node root) {
            for (Node child : List.copyOf(node.children)) {
                prune(child, root);
                if (child.mail == null && (node != root || child.children.size() < 2)) {
                    child.unlink();
                    List.copyOf(child.children).forEach(node::add);
                }
            }
        }

        private static void merge(Node root) {
            Map<String, Node> table = new HashMap<>();
            for (Node node : root.children) {
                String subject = node.first().subject();
                Node known = table.get(subject);
                if (known == null
                        || known.mail != null
                                && (node.mail == null
                                        || known.mail.reply() && !node.mail.reply())) {
                    table.put(subject, node);
                }
            }
            for (Node node : List.copyOf(root.children)) {
                String subject = node.first().subject();
                Node known = table.get(subject);
                if (subject.isEmpty() || known == node) {
                    continue;
                }
                if (known.mail == null && node.mail == null) {
                    node.unlink();
                    List.copyOf(node.children).forEach(known::add);
                } else if (known.mail == null || node.mail.reply() && !known.mail.reply()) {
                    known.add(node);
                } else {
                    var both = new Node();
                    both.add(known);
                    both.add(node);
                    root.add(both);
                    table.put(subject, both);
                }
            }
        }
    }

    @Test
    void agreesWithTheStepsOfTheRfc() {
        Seeds.each(
                3_000,
                random -> {
                    var mails = mails(random);
                    assertThat(threads(mails)).as("%s", mails).isEqualTo(Naive.threads(mails));
                });
    }

    private static List<Tied> mails(Random random) {
        int count = 1 + random.nextInt(14);
        var mails = new ArrayList<Tied>();
        for (int number = 1; number <= count; number++) {
            var references = new ArrayList<String>();
            for (int i = random.nextInt(4); i > 0; i--) {
                references.add("id" + random.nextInt(count + 3));
            }
            mails.add(
                    new Tied(
                            new Mail(
                                    number,
                                    random.nextInt(10),
                                    random.nextInt(3) == 0 ? "" : "subject " + random.nextInt(6),
                                    random.nextBoolean()),
                            random.nextInt(8) == 0 ? "" : "id" + random.nextInt(count),
                            references));
        }
        return mails;
    }

    private static String threads(List<Tied> mails) {
        var threads = new ReferenceThreads();
        mails.forEach(threads::add);
        return MessageThread.written(threads.threads(), number -> number);
    }

    /// A thread of 200,000 answers to answers, in the worst order too, in no more than a moment and
    /// a common stack.
    @Test
    void aThreadMayBeAsDeepAsTheMailboxIsLong() {
        int depth = 200_000;
        var mails = new ArrayList<Tied>();
        for (int number = 1; number <= depth; number++) {
            mails.add(
                    new Tied(
                            new Mail(number, number, "", true),
                            "id" + number,
                            List.of("id" + (number - 1))));
        }
        assertThat(threads(mails)).startsWith("(1 2 3 ").endsWith(" " + depth + ")");
        assertThat(threads(mails.reversed())).startsWith("(1 2 3 ").endsWith(" " + depth + ")");
    }

    /// Of two million messages that are referred to and not there, half are remembered.
    @Test
    void passesOverReferencesToTooManyThatAreNotThere() {
        var threads = new ReferenceThreads();
        int number = 0;
        for (int id = 0; id < 2 * ReferenceThreads.DUMMIES_MAX; id += 1_000) {
            int first = id;
            var references = IntStream.range(0, 1_000).mapToObj(i -> "id" + (first + i)).toList();
            threads.add(new Tied(new Mail(++number, number, "", true), "", references));
        }
        int answer = ReferenceThreads.DUMMIES_MAX / 1_000 / 2;
        threads.add(new Tied(new Mail(9001, 1, "", true), "", List.of("id" + answer + "000")));
        threads.add(new Tied(new Mail(9002, 2, "", true), "", List.of("id1999999")));
        assertThat(MessageThread.written(threads.threads(), name -> name))
                .contains("((9001)(" + (answer + 1) + "))")
                .contains("(9002)")
                .contains("(2000)");
    }

    @Test
    void orderedSubjectsHaveOneLevel() {
        var mails =
                List.of(
                        new Mail(1, 30, "a", true),
                        new Mail(2, 20, "b", false),
                        new Mail(3, 10, "a", false),
                        new Mail(4, 15, "a", true));
        assertThat(MessageThread.written(Threading.bySubject(mails), number -> number + 100))
                .isEqualTo("(103 (104)(101))(102)");
    }
}
