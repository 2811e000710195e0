using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality;

/// <summary>
/// `quality tokens`: which share of searchbench's questions is answered - a right file is named - within 2,000 tokens of what `code_search` of `plimsoll mcp` answers. A
/// token is four bytes; all other arguments are the defaults.
/// </summary>
internal static class TokenRun
{
    private const int TokensMost = 2000;
    private const int BytesAToken = 4;

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        List<string> missing = [];
        List<QuestionSet> sets = SearchbenchRun.Read(options, missing);
        using Asker asker = new(options);
        int questions = 0;
        Dictionary<string, (int Answered, int First, long Tokens, int Most)> sums = new(StringComparer.Ordinal);
        foreach (QuestionSet set in sets)
        {
            string index = asker.Index(set, SearchbenchRun.Name);
            questions += set.Questions.Count;
            foreach (string view in (string[])["chunks", "files"])
            {
                List<string> answers = Ask(options, set, index, view);
                (int answered, int first, long tokens, int most) = sums.GetValueOrDefault(view);
                for (int i = 0; i < answers.Count; i++)
                {
                    int place = PlaceOf(answers[i], set.Questions[i]);
                    int length = (Encoding.UTF8.GetByteCount(answers[i]) + BytesAToken - 1) / BytesAToken;
                    answered += place > 0 && length <= TokensMost ? 1 : 0;
                    first += place == 1 ? 1 : 0;
                    tokens += length;
                    most = Math.Max(most, length);
                    if (place == 0 && options.Only.Count > 0) output.WriteLine($"{view}: not answered: {set.Questions[i].Text}");
                }
                sums[view] = (answered, first, tokens, most);
            }
            Console.Error.WriteLine($"tokens: {set.Repository}, {set.Questions.Count} questions");
        }
        foreach ((string view, (int answered, int first, long tokens, int most)) in sums)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{view,-7} {answered} of {questions} answered within {TokensMost} tokens ({(double)answered / questions:0.000}); {(double)first / questions:0.000} by the first result; {(double)tokens / questions:0} tokens an answer, {most} at most"));
        }
        return Benchmark.Keep("", missing, options with { Golden = null }, output);
    }

    private static List<string> Ask(QualityOptions options, QuestionSet set, string index, string view)
    {
        string file = options.Plimsoll ?? Path.Combine(Checkout.Folder, "plimsoll");
        ProcessStartInfo info = new(file, ["mcp", set.Folder, "--index-dir", index, "--quiet"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process server = Process.Start(info) ?? throw new BenchException($"{file} does not start");
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < set.Questions.Count; i++) server.StandardInput.WriteLine(Request(i, set.Questions[i].Text, view));
            server.StandardInput.Close();
        });
        string[] answers = new string[set.Questions.Count];
        while (server.StandardOutput.ReadLine() is string line)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            answers[message.RootElement.GetProperty("id").GetInt32()] = message.RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;
        }
        writing.Wait();
        return Array.TrueForAll(answers, static answer => answer is not null) ? [.. answers] : throw new BenchException($"{set.Repository}: not all questions were answered");
    }

    private static string Request(int id, string text, string view) => JsonSerializer.Serialize(new
    {
        jsonrpc = "2.0",
        id,
        method = "tools/call",
        @params = new { name = "code_search", arguments = new { query = text, view, max_tokens = TokensMost } },
    });

    /// <summary>At which place an answer names a right file; 0 where it does not.</summary>
    private static int PlaceOf(string answer, Question question)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        List<string> paths = [];
        foreach (JsonElement hit in document.RootElement.GetProperty("results").EnumerateArray()) paths.Add(hit.GetProperty("path").GetString()!);
        if (document.RootElement.TryGetProperty("other_files", out JsonElement others))
        {
            foreach (JsonElement other in others.EnumerateArray())
            {
                // `path:start-end symbol`; a path may have colons too.
                string text = other.GetString()!;
                int end = text.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0 ? blank : text.Length;
                paths.Add(text[..text.LastIndexOf(':', end - 1)]);
            }
        }
        for (int i = 0; i < paths.Count; i++)
        {
            foreach (Target target in question.Targets)
            {
                if (target.IsHitBy(new Target(paths[i], 1, 1), wholeFile: true)) return i + 1;
            }
        }
        return 0;
    }
}
