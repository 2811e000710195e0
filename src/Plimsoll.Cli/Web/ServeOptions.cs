using System.Net;

namespace Plimsoll.Cli.Web;

/// <summary>What the server is to do, as it was typed.</summary>
/// <param name="Folders">The served folders.</param>
/// <param name="Endpoint">Where to listen.</param>
/// <param name="Threads">Questions at a time; 0 for one a core.</param>
/// <param name="TokenFile">The file of the token, or null.</param>
internal sealed record ServeOptions(ServedFolders Folders, IPEndPoint Endpoint, int Threads, string? TokenFile);
