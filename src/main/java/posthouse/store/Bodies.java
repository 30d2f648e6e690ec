package posthouse.store;

import java.io.IOException;
import java.io.InputStream;

/// Immutable octet strings of any length, each with a set of tags. A body lives as long as it has a
/// tag.
///
/// Tags are a set and no counter, so that doing a thing twice does no harm (DESIGN rule 5). They
/// are printable ASCII, at most 200 characters. A tag that starts with `~` belongs to this run of
/// the process and goes when the store is next opened: it holds a body from [#put] until those who
/// will keep it have linked it.
public interface Bodies {
    /// Raw octets in a frame. A reader of a range unpacks the frames that it touches and no others.
    int FRAME_BYTES = 64 * 1024;

    /// Stores what `content` gives until its end. Frames are written as they come and not yet
    /// synced: the commit that mentions the body, or any later one, makes them durable. Where the
    /// stream throws, the body is gone again.
    ///
    /// @return the body's id: greater than 0, never given to another body of this store
    /// @throws IOException only what `content` throws
    /// @throws StoreFailure if the engine cannot write
    long put(InputStream content, String tag) throws IOException;

    /// The octets from `offset` on, at most `length` of them. Frames are read one at a time as the
    /// stream is read; damage that their checksums show throws [StoreFailure] out of a read.
    ///
    /// @throws StoreFailure if there is no such body
    InputStream open(long body, long offset, long length);

    /// Adds a tag, durably.
    void link(long body, String tag);

    /// Removes a tag; with the last one goes the body. Nothing happens where the tag, or the body,
    /// is gone already. Not waited for: the next commit, or any later one, makes it durable, so
    /// after a crash the tag may be there again.
    void unlink(long body, String tag);

    /// The body's tags, in order; empty where there is no such body.
    java.util.List<String> tags(long body);
}
