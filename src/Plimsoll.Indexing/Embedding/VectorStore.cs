using Microsoft.Win32.SafeHandles;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The vectors of a model that a run got and that are in no segment yet: each is written to a file as soon as it is there, because it may have cost seconds or money. A
/// run that is killed leaves them, and the next one begins with them. When a segment is durable, what it holds is forgotten here.
/// </summary>
internal sealed class VectorStore : IDisposable
{
    /// <summary>Far more than the segments in the making hold; what is older is in segments already.</summary>
    private const int MostSaved = 1 << 15;

    private const string SavedName = VectorFile.Prefix + "saved";

    private readonly string _folder;
    private readonly VectorFile _format;
    private readonly Dictionary<ContentHash, int> _records = [];
    private readonly SafeFileHandle? _file;

    private VectorStore(string folder, IEmbedder embedder)
    {
        _folder = folder;
        _format = new VectorFile(embedder);
        if (Collect())
            _file = File.OpenHandle(Path.Combine(folder, SavedName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Takes over what earlier runs left.</summary>
    /// <param name="folder">Where the run writes.</param>
    /// <param name="embedder">The embedder; vectors of another one are dropped.</param>
    public static VectorStore Open(string folder, IEmbedder embedder) => new(folder, embedder);

    /// <summary>Deletes every such file of a folder.</summary>
    public static void DeleteFiles(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, VectorFile.Prefix + "*"))
            File.Delete(path);
    }

    /// <summary>The part of one worker.</summary>
    public SavedVectors ForWorker(int number) => new(this, _format, Path.Combine(_folder, VectorFile.Prefix + number));

    /// <summary>Reads a vector that an earlier run got.</summary>
    /// <param name="text">The hash of its text.</param>
    /// <param name="vector">Receives it.</param>
    public bool TryRead(in ContentHash text, Span<sbyte> vector)
    {
        if (_file is null || !_records.TryGetValue(text, out int record))
            return false;
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector);
        return RandomAccess.Read(_file, bytes, _format.OffsetOf(record)) == bytes.Length;
    }

    /// <summary>Forgets all: the run is complete, so every vector is in a segment.</summary>
    public void Delete() => DeleteFiles(_folder);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>Puts what all files hold into one, so that workers begin with files of their own.</summary>
    /// <returns>Whether there is anything.</returns>
    private bool Collect()
    {
        string saved = Path.Combine(_folder, SavedName);
        var others = new List<string>();
        foreach (string path in Directory.GetFiles(_folder, VectorFile.Prefix + "*"))
        {
            if (path != saved)
                others.Add(path);
        }

        others.Sort(StringComparer.Ordinal);
        string[] inOrder = File.Exists(saved) ? [saved, .. others] : [.. others];
        if (inOrder.Length == 0)
            return false;
        long skipped = CountOf(inOrder) - MostSaved;
        AtomicFile.Write(saved, stream =>
        {
            _format.WriteHead(stream);
            foreach (string path in inOrder)
            {
                _format.Read(path, (text, vector) =>
                {
                    if (skipped-- > 0 || !_records.TryAdd(text, _records.Count))
                        return;
                    _format.Write(stream, text, vector.Span);
                });
            }
        });
        foreach (string path in others)
            File.Delete(path);
        return _records.Count > 0;
    }

    private long CountOf(string[] paths)
    {
        long count = 0;
        foreach (string path in paths)
            count += new FileInfo(path).Length / _format.RecordBytes;
        return count;
    }
}
