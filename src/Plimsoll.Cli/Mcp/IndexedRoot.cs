using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>One folder that is served, with its index, opened at the first question and followed from then on.</summary>
/// <param name="folder">The folder, absolute.</param>
/// <param name="indexFolder">Where its index is; null for the usual place inside it.</param>
/// <param name="embedding">How the model or server of an index that needs one may be used.</param>
internal sealed class IndexedRoot(string folder, string? indexFolder, Func<EmbedderOptions> embedding) : IDisposable
{
    private Searcher? _searcher;
    private IndexStatus? _status;

    public string Folder { get; } = folder;

    /// <summary>The index in its newest state: one that was written since the last question is gone over to.</summary>
    /// <exception cref="ToolException">There is no index, or it is damaged; the message says what to do.</exception>
    public Searcher Open()
    {
        try
        {
            if (_searcher is null) _searcher = Searcher.Open(Folder, indexFolder, embedding);
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

    /// <summary>What the index holds; read once for each state of it.</summary>
    /// <exception cref="ToolException">There is no index, or it is damaged.</exception>
    public IndexStatus Status()
    {
        Open();
        try
        {
            return _status ??= IndexStatus.Read(IndexStatus.FolderOf(Folder, indexFolder));
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
        string relative = path.StartsWith(Folder + "/", StringComparison.Ordinal) ? path[(Folder.Length + 1)..] : path;
        try
        {
            string real = SafePath.Resolve(Folder, relative);
            string realFolder = SafePath.Resolve(Folder, ".");
            byte[] bytes = Encoding.UTF8.GetBytes(Path.GetRelativePath(realFolder, real).Replace(Path.DirectorySeparatorChar, '/'));
            if (Open().HasFile(bytes)) return bytes;
        }
        catch (UnsafePathException error)
        {
            throw new ToolException(error.Message);
        }
        throw new ToolException($"'{path}' is not a file of the index of {Folder}; give a path as code_search shows it. index_status counts what was left out, and why.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _searcher?.Dispose();
        _searcher = null;
        _status = null;
    }
}
