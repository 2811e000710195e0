using System.Runtime.InteropServices;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Embedding;

/// <summary>One worker's part of the <see cref="VectorStore"/>: asks the embedder only for what is not there, and saves each vector the moment it comes.</summary>
internal sealed class SavedVectors : IDisposable
{
    /// <summary>A batch has fewer chunks, and what it needs was offered last.</summary>
    private const int MostEarlier = 8192;

    private readonly VectorStore _store;
    private readonly VectorFile _format;
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly EmbeddingBatch _missing;
    private readonly List<(int Item, ContentHash Text)> _items = [];
    private readonly List<ContentHash> _texts = [];
    private readonly Dictionary<ContentHash, (Segment Segment, int Chunk)> _earlier = [];
    private readonly long _headBytes;
    private sbyte[] _vectors = [];
    private int _saved;

    /// <summary>Creates the worker's file.</summary>
    public SavedVectors(VectorStore store, VectorFile format, string path)
    {
        _store = store;
        _format = format;
        _missing = new EmbeddingBatch { Ready = Save };
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        format.WriteHead(_file);
        _headBytes = _file.Position;
    }

    /// <summary>Offers the vectors of an earlier version of a file: chunks that did not change keep theirs.</summary>
    public void Offer(Segment segment, int file)
    {
        if (_earlier.Count > MostEarlier)
            _earlier.Clear();
        int chunk = (int)segment.Files[file].FirstChunk;
        foreach (ContentHash text in TextHashFile.Read(segment, file))
            _earlier[text] = (segment, chunk++);
    }

    /// <summary>Embeds the items of a batch as <see cref="IEmbedder.Embed"/> does; what fails leaves what came before it saved.</summary>
    /// <returns>The hashes of the texts; good until the next batch.</returns>
    public ReadOnlySpan<ContentHash> Embed(IEmbedder embedder, EmbeddingBatch batch, Span<sbyte> vectors)
    {
        int dimensions = embedder.Dimensions;
        _items.Clear();
        _texts.Clear();
        _missing.Clear();
        for (int item = 0; item < batch.Count; item++)
        {
            ReadOnlySpan<byte> text = batch.Text(item);
            var hash = ContentHash.Of(text);
            _texts.Add(hash);
            if (TryFind(hash, vectors.Slice(item * dimensions, dimensions)))
                continue;
            _items.Add((item, hash));
            _missing.EndItem(text);
        }

        if (_items.Count > 0)
            EmbedMissing(embedder, vectors);
        return CollectionsMarshal.AsSpan(_texts);
    }

    private void EmbedMissing(IEmbedder embedder, Span<sbyte> vectors)
    {
        int dimensions = embedder.Dimensions;
        _saved = 0;
        if (_vectors.Length < _items.Count * dimensions)
            _vectors = new sbyte[_items.Count * dimensions];
        embedder.Embed(_missing, _vectors.AsSpan(0, _items.Count * dimensions));
        if (_saved == 0)
            Save(0, _items.Count, _vectors.AsSpan(0, _items.Count * dimensions));
        for (int i = 0; i < _items.Count; i++)
            _vectors.AsSpan(i * dimensions, dimensions).CopyTo(vectors.Slice(_items[i].Item * dimensions, dimensions));
    }

    /// <summary>Forgets what this worker saved: it is in a segment.</summary>
    public void Forget()
    {
        _file.SetLength(_headBytes);
        _file.Position = _headBytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool TryFind(in ContentHash text, Span<sbyte> vector)
    {
        if (_store.TryRead(text, vector))
            return true;
        if (!_earlier.TryGetValue(text, out (Segment Segment, int Chunk) found))
            return false;
        found.Segment.Vectors.Slice(found.Chunk * vector.Length, vector.Length).CopyTo(vector);
        return true;
    }

    private void Save(int first, int count, ReadOnlySpan<sbyte> vectors)
    {
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
                _format.Write(_file, _items[first + i].Text, vectors.Slice(i * _format.Dimensions, _format.Dimensions));
            _file.Flush(flushToDisk: true);
            _saved += count;
        }
    }
}
