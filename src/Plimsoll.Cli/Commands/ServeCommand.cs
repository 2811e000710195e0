using System.Net;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;
using Plimsoll.Cli.Web;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll serve [PATH...]`.</summary>
internal static class ServeCommand
{
    private const string PortName = "port";
    private const string HostName = "host";
    private const string TokenFileName = "token-file";
    private const string DefaultPort = "7433";
    private const string DefaultHost = "127.0.0.1";
    private const int MostRoots = 64;

    public static CommandSpec Spec => new("serve", "answer programs and agents over HTTP: REST and MCP, on this machine")
    {
        Synopsis = "[PATH...] [OPTION...]",
        Description =
        [
            "Runs a web server for the indexes of the PATHs (without one: of the nearest folder upwards that has an index) until Ctrl-C or SIGTERM: searches and index jobs "
                + "under /api, the tools of `plimsoll mcp` over streamable HTTP at /mcp, counters at /metrics, and a description of it all at /openapi.json.",
            "It listens on this machine only, unless --host says otherwise, and every request but GET /health must show a token (Authorization: Bearer TOKEN). The token is that of --token-file, "
                + "which is made if it is not there, else of the variable PLIMSOLL_TOKEN, else a new one in a private file that goes when the server ends. It is never printed; the file's path is. "
                + "Requests of web pages, for other hosts' names and for paths outside of the served folders are refused.",
            "The whole process stays below the memory line. What comes in faster than it can be answered is turned away at once with 503 and Retry-After.",
        ],
        Options =
        [
            new(PortName, ValueKind.Integer, "The port; 0 takes any that is free.") { ValueName = "N", Range = (0, ushort.MaxValue), Default = DefaultPort },
            new(HostName, ValueKind.Text, "The address to listen on. Others than 127.0.0.1 and ::1 can be reached from other machines, without encryption.") { ValueName = "ADDRESS", Default = DefaultHost, Guesses = ["bind", "address", "listen"] },
            new(TokenFileName, ValueKind.Text, "The file of the token; it must be readable by its owner alone.") { ValueName = OptionSpec.FileValue, Guesses = ["token"] },
            SettingOptions.Memory, SettingOptions.Profile, SettingOptions.Threads, SettingOptions.IndexDir,
        ],
        Examples =
        [
            new("plimsoll serve", "serve the index of this folder on port 7433"),
            new("plimsoll serve ~/src/shop ~/src/billing --memory 256MB", "serve two folders within 256 MB"),
            new("plimsoll serve --port 0 --json", "any free port; one line of JSON says which, and where the token is"),
        ],
        ArgumentsMax = MostRoots,
        TakesFolder = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        SettingValues settings = context.LoadSettings(context.Terminal.Folder);
        IPEndPoint endpoint = new(Address(context.Arguments.Last(HostName) ?? DefaultHost), ParsedArguments.Integer(context.Arguments.Last(PortName) ?? DefaultPort));
        ServedFolders folders = new(Find(context));
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        if (context.Terminal.OwnsProcess) LeanLaunch.RelaunchIfNeeded(budget);
        using MemoryGovernor governor = IndexCommand.Govern(context, settings, budget, probe);
        return ServeHost.Run(context, new ServeOptions(folders, endpoint, settings.Integer(SettingOptions.Threads), context.Arguments.Last(TokenFileName)), governor, budget);
    }

    /// <summary>Names are not looked up: what one stands for is not ours to choose. "localhost" is a word for this machine.</summary>
    private static IPAddress Address(string text)
    {
        if (text == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address) ? address : throw CliException.Usage($"--{HostName}: found '{text}', expected an address such as 127.0.0.1, ::1 or 0.0.0.0");
    }

    private static List<ServedFolder> Find(CommandContext context)
    {
        List<string> paths = context.Arguments.Arguments;
        if (paths.Count > 1 && context.Arguments.Has(SettingOptions.IndexDir.Name)) throw CliException.Usage("--index-dir is the index of one folder; give one PATH with it");
        List<ServedFolder> folders = [];
        string?[] given = paths.Count > 0 ? [.. paths] : [null];
        foreach (string? path in given)
        {
            string root = IndexRoot.Find(context, path);
            if (folders.Exists(known => known.Folder == root)) continue;
            SettingValues settings = context.LoadSettings(root);
            string? indexFolder = IndexRoot.FolderToRead(context, settings, root);
            bool redacts = settings.Redacts;
            folders.Add(new ServedFolder(folders.Count, root, indexFolder, redacts, () => EmbedderSettings.ForSearch(context, settings)));
        }
        return folders;
    }
}
