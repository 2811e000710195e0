using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

/// <summary>The script `plimsoll`, in a checkout of its own with an SDK that only counts its calls.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LauncherTests : IDisposable
{
    private const string FakeSdk = """
        #!/bin/bash
        verb=$1
        while [[ $1 != -o ]]; do shift; done
        echo "$verb" >>"$FAKE_LOG"
        echo "noise on stdout"
        [[ " $FAKE_FAIL " != *" $verb "* ]] || { echo "error CS0000: broken $verb"; exit 1; }
        mkdir -p "$2"
        printf '#!/bin/bash\nprintf "<%%s>" "$@"; echo; echo "in $PWD"; env\n' >"$2/plimsoll"
        chmod +x "$2/plimsoll"
        """;

    private static readonly string[] Tools =
        ["bash", "env", "find", "flock", "mkdir", "date", "touch", "cat", "rm", "cp", "ln", "mv", "sort", "tail", "dirname", "readlink", "chmod"];

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    public LauncherTests()
    {
        Directory.CreateDirectory(_folder.PathOf("repo/src/Plimsoll.Cli"));
        File.Copy(Path.Combine(RepositoryFolder.Root, "plimsoll"), Launcher);
        _folder.Write("repo/Directory.Build.props", "<Project />");
        _folder.Write("repo/global.json", "{}");
        _folder.Write("repo/src/Plimsoll.Cli/Program.cs", "return 0;");
        File.SetUnixFileMode(_folder.Write("sdk/dotnet", FakeSdk), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(_folder.PathOf("bin"));
        foreach (string tool in Tools) File.CreateSymbolicLink(_folder.PathOf("bin/" + tool), Find(tool));
        _environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = _folder.PathOf("sdk") + ":" + _folder.PathOf("bin"),
            ["FAKE_LOG"] = _folder.PathOf("log"),
            ["FAKE_FAIL"] = null,
            ["PLIMSOLL_ARTIFACTS"] = null,
            ["DOTNET_ROOT"] = null,
        };
        foreach (LeanSetting setting in LeanLaunch.Settings) _environment[setting.Name] = null;
    }

    private string Launcher => _folder.PathOf("repo/plimsoll");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_TwiceFromAnywhere_BuildsOnceAndPassesEveryArgument()
    {
        ProcessResult first = Run(Launcher, "search", "two words", "", "*");
        ProcessResult second = Run(Launcher, "status");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.StartsWith($"<search><two words><><*>\nin {_folder.Root}\n", first.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("building", first.StandardError, StringComparison.Ordinal);
        Assert.StartsWith("<status>", second.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(second.StandardError);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Run_ThroughLinks_FindsItsCheckout()
    {
        File.CreateSymbolicLink(_folder.PathOf("relative"), "repo/plimsoll");
        File.CreateSymbolicLink(_folder.PathOf("absolute"), _folder.PathOf("relative"));

        Assert.Equal(0, Run(_folder.PathOf("bin/bash"), "-c", "./relative").ExitCode);
        Assert.Equal(0, Run(_folder.PathOf("absolute")).ExitCode);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Run_SourceChangedAddedOrDeleted_BuildsAgain()
    {
        string source = _folder.PathOf("repo/src/Plimsoll.Cli/Program.cs");
        string added = _folder.PathOf("repo/src/Plimsoll.Cli/Added.cs");
        Run(Launcher);

        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(source).AddSeconds(1));
        Run(Launcher);
        Assert.Equal(2, Builds);

        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(source).AddDays(-1));
        Run(Launcher);
        Assert.Equal(3, Builds);

        File.WriteAllText(added, "");
        File.SetLastWriteTimeUtc(added, File.GetLastWriteTimeUtc(source).AddDays(-1));
        Run(Launcher);
        Assert.Equal(4, Builds);

        File.Delete(added);
        Run(Launcher);
        Assert.Equal(5, Builds);

        Run(Launcher);
        Assert.Equal(5, Builds);
    }

    [Fact]
    public void Run_OtherBuildOfTheCheckout_IsNoReasonToBuild()
    {
        Run(Launcher);

        _folder.Write("repo/src/Plimsoll.Cli/obj/project.assets.json", "{}");
        _folder.Write("repo/src/Plimsoll.Cli/bin/Release/plimsoll.dll", "x");
        Directory.SetLastWriteTimeUtc(_folder.PathOf("repo/src/Plimsoll.Cli"), File.GetLastWriteTimeUtc(Stamp).AddSeconds(5));
        Run(Launcher);

        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Run_WhileAnotherBuilds_SaysThatItWaits()
    {
        Directory.CreateDirectory(_folder.PathOf("repo/artifacts/plimsoll"));
        string gate = _folder.PathOf("gate"), messages = _folder.PathOf("messages");
        ProcessRunner.Run("mkfifo", [gate]);
        const string Hold = "exec 9>\"$0/repo/artifacts/plimsoll/lock\"; flock 9; : >\"$0/held\"; read -r _ <\"$0/gate\"";
        using RunningProcess holder = ProcessRunner.Start("bash", ["-c", Hold, _folder.Root]);
        Await(() => File.Exists(_folder.PathOf("held")), "the lock was not taken");

        using RunningProcess launcher = ProcessRunner.Start("bash", ["-c", "exec \"$0\" x 2>\"$1\"", Launcher, messages], Setup());
        Await(() => File.Exists(messages) && File.ReadAllText(messages).Contains("waiting for another build", StringComparison.Ordinal), "no word of waiting");
        ProcessRunner.Run("bash", ["-c", "echo go >\"$0\"", gate]);

        Assert.Equal(0, holder.Wait().ExitCode);
        Assert.StartsWith("<x>", launcher.Wait().StandardOutput, StringComparison.Ordinal);
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Run_FirstRunsAtTheSameTime_BuildOnceAndAllSucceed()
    {
        List<RunningProcess> running = [];
        for (int i = 0; i < 6; i++) running.Add(ProcessRunner.Start(Launcher, ["x"], Setup()));

        foreach (RunningProcess process in running)
        {
            ProcessResult result = process.Wait();
            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.StartsWith("<x>", result.StandardOutput, StringComparison.Ordinal);
            process.Dispose();
        }
        Assert.Equal(1, Builds);
    }

    [Fact]
    public void Run_NoCompilerAheadOfTime_BuildsWithoutItAndSaysSo()
    {
        _environment["FAKE_FAIL"] = "publish";

        ProcessResult result = Run(Launcher, "status");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("<status>", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("starts slower; the reason is in", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(["publish", "build"], File.ReadAllLines(_folder.PathOf("log")));
    }

    [Fact]
    public void Run_BuildFails_SaysWhyOnStderrAndTriesAgain()
    {
        _environment["FAKE_FAIL"] = "publish build";
        ProcessResult failed = Run(Launcher);
        Assert.Equal(ExitCode.Internal, failed.ExitCode);
        Assert.Empty(failed.StandardOutput);
        Assert.Contains("error CS0000: broken build", failed.StandardError, StringComparison.Ordinal);

        _environment["FAKE_FAIL"] = null;
        Assert.Equal(0, Run(Launcher).ExitCode);
    }

    [Fact]
    public void Run_NoSdk_SaysWhatToInstall()
    {
        _environment["PATH"] = _folder.PathOf("bin");

        ProcessResult result = Run(Launcher);

        Assert.Equal(ExitCode.Unavailable, result.ExitCode);
        Assert.Contains("install the .NET 10 SDK", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CheckoutThatCannotBeWritten_SaysWhatToDo()
    {
        _folder.Write("repo/artifacts", "a file where the folder would be");
        ProcessResult refused = Run(Launcher);
        Assert.Equal(ExitCode.CannotWrite, refused.ExitCode);
        Assert.Contains("set PLIMSOLL_ARTIFACTS to a writable folder", refused.StandardError, StringComparison.Ordinal);

        _environment["PLIMSOLL_ARTIFACTS"] = _folder.PathOf("elsewhere");
        Assert.Equal(0, Run(Launcher).ExitCode);
    }

    [Fact]
    public void Run_Environment_IsTheLeanTableUnlessTheCallerSaysOtherwise()
    {
        _environment["MALLOC_ARENA_MAX"] = "7";

        string[] lines = Run(Launcher).StandardOutput.Split('\n');

        foreach (LeanSetting setting in LeanLaunch.Settings)
        {
            string value = setting.Name == "MALLOC_ARENA_MAX" ? "7" : setting.Value;
            Assert.Contains($"{setting.Name}={value}", lines, StringComparer.Ordinal);
        }
    }

    private string Stamp => _folder.PathOf("repo/artifacts/plimsoll/current/built");

    private int Builds => File.ReadAllLines(_folder.PathOf("log")).Length;

    private ProcessResult Run(string file, params string[] arguments) => ProcessRunner.Run(file, arguments, Setup());

    private ProcessSetup Setup() => new() { WorkingFolder = _folder.Root, Environment = _environment };

    private static void Await(Func<bool> done, string fault) => Assert.True(SpinWait.SpinUntil(done, TimeSpan.FromSeconds(30)), fault);

    private static string Find(string tool)
    {
        foreach (string folder in new[] { "/usr/bin", "/bin", "/usr/local/bin" })
        {
            if (File.Exists(Path.Combine(folder, tool))) return Path.Combine(folder, tool);
        }
        throw new FileNotFoundException($"{tool} is not installed");
    }
}
