using System.Text.Json;
using Plimsoll.Bench.Quality;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Tests.Quality;

/// <summary>A small repository, with a git mirror of it where one is needed, and the product beside the test.</summary>
internal sealed class QualityTree : IDisposable
{
    private const string Cookies = """
        package web

        // splitCookie cuts the header of a request into named values.
        func splitCookie(header string) map[string]string {
        	values := map[string]string{}
        	for _, part := range strings.Split(header, ";") {
        		values[nameOf(part)] = valueOf(part)
        	}
        	return values
        }
        """;

    private const string Money = """
        def round_price(value, steps):
            '''Brings an amount of money to whole cents.'''
            scaled = value * steps
            return int(scaled + 0.5) / steps if steps else scaled


        def spell_price(value):
            '''Writes an amount out in words for a cheque.'''
            return " ".join(word_of(digit) for digit in str(value))
        """;

    private const string Queue = """
        export class Waiting {
          /** Lets the one who has been here longest go first. */
          next(): Person | undefined {
            const first = this.people.shift();
            return first ?? undefined;
          }

          // Not documentation but a note to whoever reads on.
          size(): number {
            const people = this.people.length;
            return people + this.leaving.length;
          }
        }
        """;

    private readonly TempFolder _folder = new();
    private readonly SmallTree _product = new();

    /// <summary>The folder of raw results, tables and features.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Writes the sources below a folder.</summary>
    public void WriteSources(string folder)
    {
        _folder.Write($"{folder}/src/web.go", Cookies);
        _folder.Write($"{folder}/src/money.py", Money.Replace("'''", "\"\"\"", StringComparison.Ordinal));
        _folder.Write($"{folder}/src/queue.ts", Queue);
        _folder.Write($"{folder}/Shop.Tests/web.go", Cookies.Replace("request", "reply", StringComparison.Ordinal));
        _folder.Write($"{folder}/docs/money.md", "# Prices\n\nSpelling: writes an amount out\nin words, for a cheque.\n");
    }

    /// <summary>Copies a file.</summary>
    public void Copy(string from, string to) => _folder.Write(to, File.ReadAllBytes(PathOf(from)));

    /// <summary>Writes the questions of one checked-out repository in searchbench's format.</summary>
    public void WriteTasks(string tasks) =>
        _folder.Write("tasks.json", $$"""[{"repo": "shop", "language": "go", "benchmark_root": "src", "tasks": {{tasks}}}]""");

    /// <summary>Makes a git mirror of the sources and a list that names it.</summary>
    public void WriteMirror()
    {
        WriteSources("mirrors/someone+shop/repo");
        string repository = PathOf("mirrors/someone+shop/repo");
        Git(repository, "init", "-q");
        Git(repository, "add", ".");
        Git(repository, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "all");
        string revision = Git(repository, "rev-parse", "HEAD");
        _folder.Write("repositories.txt", $"# set name revision licence language\ndev someone/shop {revision} MIT go\n");
    }

    /// <summary>Puts a product in front that answers one command otherwise.</summary>
    public void Replace(string command, string script) => _product.Replace(command, script);

    /// <summary>Runs a measurement of quality on the sources.</summary>
    public (int Code, string Output) Run(string name, params string[] more)
    {
        using StringWriter output = new();
        int code = QualityBench.Run([name, "--plimsoll", _product.Plimsoll, .. more], output);
        return (code, output.ToString());
    }

    /// <summary>A value of the raw results, by the names on the way to it.</summary>
    public JsonElement Result(params string[] way)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("results.json")));
        JsonElement element = document.RootElement;
        foreach (string name in way) element = element.GetProperty(name);
        return element.Clone();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _product.Dispose();
    }

    private static string Git(string folder, params string[] arguments)
    {
        ProcessResult result = ProcessRunner.Run("git", ["-C", folder, .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.StandardOutput.Trim();
    }
}
