using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>One folder that is served, with its index, opened at the first question and followed from then on.</summary>
/// <param name="folder">The folder, absolute.</param>
/// <param name="indexFolder">Where its index is; null for the usual place inside it.</param>
/// <param name="redacts">Whether secrets in its sources are replaced by a marker.</param>
/// <param name="embedding">How the model or server of an index that needs one may be used.</param>
/// <param name="update">Brings the index up to date, until it is stopped.</param>
internal sealed class IndexedRoot(string folder, string? indexFolder, bool redacts, Func<EmbedderOptions> embedding, Func<CancellationToken, IndexReport> update) : IDisposable
{
    private Searcher? _searcher;
    private IndexStatus? _status;

    public string Folder { get; } = folder;

    /// <summary>How the model or server of its index may be used.</summary>
    public Func<EmbedderOptions> Embedding { get; } = embedding;

    /// <summary>Where its index is.</summary>
    public string IndexFolder { get; } = IndexStatus.FolderOf(folder, indexFolder);

    /// <summary>The index in its newest state: one that was written since the last question is gone over to.</summary>
    /// <exception cref="ToolException">There is no index, or it is damaged; the message says what to do.</exception>
    public Searcher Open()
    {
        try
        {
            if (_searcher is null) _searcher = Searcher.Open(Folder, indexFolder, Embedding);
            else if (!_searcher.Refresh()) return _searcher;
            _status = null;
            return _searcher;
        }
        catch (IndexException error)
        {
            Dispose();
            throw new ToolException(error.Failure == IndexFailure.NotFound ? $"{Folder} has no index. Run `plimsoll index {Folder}`, then ask again." : $"{Folder}: {error.Message}");
        }
    }

    /// <summary>Reads lines of its files, without secrets.</summary>
    public SnippetReader Sources() => new(Folder, redacts);

    /// <summary>Brings the index up to date; the next question is answered from its new state.</summary>
    /// <exception cref="IndexException">It cannot be written, or is being written.</exception>
    public IndexReport Update(CancellationToken stop) => update(stop);

    /// <summary>What the index holds; read once for each state of it.</summary>
    /// <exception cref="ToolException">There is no index, or it is damaged.</exception>
    public IndexStatus Status()
    {
        Open();
        try
        {
            return _status ??= IndexStatus.Read(IndexFolder);
        }
        catch (IndexException error)
        {
            throw new ToolException($"{Folder}: {error.Message}");
        }
    }

    /// <summary>The path of an indexed file from an argument: relative to the folder, or absolute inside it.</summary>
    /// <exception cref="ToolException">It leads out of the folder, or no such file is indexed.</exception>
    public byte[] Require(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Relative(path));
        if (Open().HasFile(bytes)) return bytes;
        throw new ToolException($"'{path}' is not a file of the index of {Folder}; give a path as code_search shows it. index_status counts what was left out, and why.");
    }

    /// <summary>A path from an argument, relative to the folder, with no way out of it.</summary>
    /// <exception cref="ToolException">It leads out of the folder.</exception>
    public string Relative(string path)
    {
        string relative = path.StartsWith(Folder + "/", StringComparison.Ordinal) ? path[(Folder.Length + 1)..] : path;
        try
        {
            string real = SafePath.Resolve(Folder, relative);
            string realFolder = SafePath.Resolve(Folder, ".");
            return Path.GetRelativePath(realFolder, real).Replace(Path.DirectorySeparatorChar, '/');
        }
        catch (UnsafePathException error)
        {
            throw new ToolException(error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _searcher?.Dispose();
        _searcher = null;
        _status = null;
    }
}
