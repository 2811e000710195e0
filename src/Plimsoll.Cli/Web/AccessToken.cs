using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Files;

namespace Plimsoll.Cli.Web;

/// <summary>The token that every request must show. It is never printed: it comes from the environment or from a private file, or goes into one.</summary>
internal sealed class AccessToken : IDisposable
{
    /// <summary>Gives the token, so that no file is needed.</summary>
    public const string Variable = "PLIMSOLL_TOKEN";

    private const int LeastChars = 16;
    private const int MostChars = 512;
    private const int RandomBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _hash;
    private readonly FileStream? _temporary;

    private AccessToken(string token, string? file, FileStream? temporary)
    {
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        _temporary = temporary;
        File = file;

        // A second signal ends the process without coming back to whoever opened this.
        if (temporary is not null) AppDomain.CurrentDomain.ProcessExit += Leave;
    }

    /// <summary>The file that holds it; null when it came from the environment.</summary>
    public string? File { get; }

    /// <summary>The token of a file (which is made if it is not there), else of the environment, else a new one in a file that goes with this process.</summary>
    /// <param name="context">The command.</param>
    /// <param name="file">The file that was named, or null.</param>
    /// <exception cref="CliException">The token is too short, or the file is open to others.</exception>
    public static AccessToken Open(CommandContext context, string? file)
    {
        if (file is not null) return FromFile(context.Absolute(file));
        if (context.Terminal.Variable(Variable) is { Length: > 0 } given) return new AccessToken(Checked(given.Trim(), Variable), file: null, temporary: null);
        string folder = context.Terminal.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } own && Directory.Exists(own) ? own : Path.GetTempPath();
        StaleTokens.Sweep(folder);
        string path = Path.Join(folder, $"plimsoll-serve-{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.token");
        string token = Make(path, out FileStream held);
        return new AccessToken(token, path, held);
    }

    /// <summary>Whether a header shows the token; takes the same time wherever the two differ.</summary>
    public bool IsShownBy(string? authorization)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || authorization.Length > Scheme.Length + MostChars || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), _hash);
    }

    /// <summary>Deletes the file of a token that was made for this process alone.</summary>
    public void Dispose()
    {
        if (_temporary is null) return;
        AppDomain.CurrentDomain.ProcessExit -= Leave;
        Leave(sender: null, EventArgs.Empty);
    }

    private void Leave(object? sender, EventArgs arguments)
    {
        System.IO.File.Delete(File!);
        _temporary!.Dispose();
    }

    private static AccessToken FromFile(string path)
    {
        try
        {
            if (!System.IO.File.Exists(path)) return Made(path);
            using FileStream stream = RegularFile.OpenRead(path);
            if (!OperatingSystem.IsWindows() && (System.IO.File.GetUnixFileMode(stream.SafeFileHandle) & ~OwnerOnly & ~UnixFileMode.UserExecute) != UnixFileMode.None)
            {
                throw new CliException(ExitCode.BadData, $"{path} can be read or changed by others; make it yours alone with `chmod 600 {path}`");
            }
            byte[] bytes = new byte[MostChars + 2];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return new AccessToken(Checked(Encoding.UTF8.GetString(bytes, 0, length).Trim(), path), path, temporary: null);
        }
        catch (FileNotFoundException) when (new FileInfo(path).LinkTarget is not null)
        {
            throw new CliException(ExitCode.BadData, $"{path} is a symbolic link to {new FileInfo(path).LinkTarget}, where nothing is; delete it, or give --token-file the file itself");
        }
        catch (NoRegularFileException)
        {
            throw new CliException(ExitCode.BadData, $"{path} is no regular file; give --token-file a file, or one that is not there yet");
        }
    }

    private static AccessToken Made(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw new CliException(ExitCode.NoInput, $"{path} cannot be made: its folder is not there; make the folder, or give another --token-file");
        string token = Make(path, out FileStream held);
        held.Dispose();
        return new AccessToken(token, path, temporary: null);
    }

    /// <summary>A new token in a new file that was never open to others; as long as the stream is open, <see cref="StaleTokens"/> leaves it alone.</summary>
    private static string Make(string path, out FileStream held)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        held = new FileStream(path, options);
        held.Write(Encoding.ASCII.GetBytes(token + "\n"));
        return token;
    }

    private static string Checked(string token, string origin)
    {
        bool isGood = token.Length is >= LeastChars and <= MostChars && !token.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isGood ? token : throw new CliException(ExitCode.BadData, $"{origin} holds no token; expected {LeastChars} to {MostChars} letters, digits and signs, without spaces");
    }
}
