package posthouse.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// By what one sees that files have changed: when they were written, how long they are, and which
/// files they are (links to the newest version are common).
record FileStamps(List<String> stamps) {
    static FileStamps of(List<CertificateFiles> files) {
        return new FileStamps(
                files.stream()
                        .flatMap(it -> Stream.of(it.chain(), it.key()))
                        .map(FileStamps::stamp)
                        .toList());
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS)
                    + " "
                    + attributes.size()
                    + " "
                    + attributes.fileKey();
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
