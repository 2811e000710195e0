using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Cli.Web;

/// <summary>One folder that is served.</summary>
/// <param name="Number">Its place among all.</param>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="IndexFolder">Where its index is; null for the usual place inside it.</param>
/// <param name="Redacts">Whether secrets in its sources are replaced by a marker.</param>
/// <param name="Embedding">How the model or server of an index that needs one may be used.</param>
internal sealed record ServedFolder(int Number, string Folder, string? IndexFolder, bool Redacts, Func<EmbedderOptions> Embedding)
{
    /// <summary>The same for the same folder, whatever else is served, and fit for an address.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)).AsSpan(0, 6));

    public string Name => Path.GetFileName(Folder) is { Length: > 0 } name ? name : Folder;
}

/// <summary>The folders that are served. Nothing else can be named.</summary>
internal sealed class ServedFolders(IReadOnlyList<ServedFolder> all)
{
    public IReadOnlyList<ServedFolder> All { get; } = all;

    /// <summary>The folder that a request names, by its id, its last name or whole; all when it names none.</summary>
    /// <exception cref="WebException">No folder, or more than one, is called so.</exception>
    public IReadOnlyList<ServedFolder> Choose(string? name)
    {
        if (name is null) return All;
        List<ServedFolder> found = [];
        foreach (ServedFolder folder in All)
        {
            if (folder.Id == name || folder.Folder == name) return [folder];
            if (folder.Name == name) found.Add(folder);
        }
        if (found.Count == 1) return found;
        string names = string.Join(", ", All.Select(static folder => $"{folder.Id} ({folder.Folder})"));
        if (found.Count > 1) throw new WebException(StatusCodes.Status400BadRequest, $"several served folders are called '{name}'; give an id: {names}");
        int status = name.AsSpan().ContainsAny('/', '\\') || name is "." or ".." ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
        throw new WebException(status, $"'{(name.Length > 80 ? name[..80] + "..." : name)}' is no served folder; they are {names}");
    }

    /// <summary>The one folder that a request names; it may be left out where there is only one.</summary>
    /// <exception cref="WebException">No single folder is meant.</exception>
    public ServedFolder ChooseOne(string? name)
    {
        IReadOnlyList<ServedFolder> found = Choose(name);
        return found.Count == 1 ? found[0] : throw new WebException(StatusCodes.Status400BadRequest, "several folders are served; name one as 'repo' (GET /api/repos lists them)");
    }
}
