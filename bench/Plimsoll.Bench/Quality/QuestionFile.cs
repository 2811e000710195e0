using System.Security.Cryptography;
using System.Text.Json;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality;

/// <summary>
/// Reads and writes questions in searchbench's format: a list of repositories (`repo`, `language`, `benchmark_root`), each with `tasks` (`query`, `category`,
/// `relevant`, `secondary`); an answer is a path, or `path`, `start_line` and `end_line`.
/// </summary>
internal static class QuestionFile
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the questions to the repositories that are there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="checkouts">The folder with a folder a repository.</param>
    /// <param name="only">Names of repositories, or none for all.</param>
    /// <param name="missing">Receives the names of those that are not there.</param>
    /// <exception cref="BenchException">The file is missing or malformed.</exception>
    public static List<QuestionSet> Read(string file, string checkouts, IReadOnlyList<string> only, List<string> missing)
    {
        if (!File.Exists(file)) throw new BenchException($"{file}: there are no questions");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            List<QuestionSet> sets = [];
            foreach (JsonElement set in document.RootElement.EnumerateArray())
            {
                string name = Text(set, "repo");
                if (only.Count > 0 && !only.Contains(name, StringComparer.Ordinal)) continue;
                string folder = Path.Combine(checkouts, name, Optional(set, "benchmark_root"));
                if (Directory.Exists(folder)) sets.Add(new QuestionSet(name, folder, Questions(set)));
                else missing.Add(name);
            }
            return sets;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BenchException($"{file}: {error.Message}");
        }
    }

    /// <summary>Tells one state of the questions from another.</summary>
    public static string Digest(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..12];
    }

    /// <summary>Writes the questions to one repository.</summary>
    public static void Write(Utf8JsonWriter writer, QuestionSet set, string language)
    {
        writer.WriteStartObject();
        writer.WriteString("repo", set.Repository);
        writer.WriteString("language", language);
        writer.WriteStartArray("tasks");
        foreach (Question question in set.Questions) Write(writer, question);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A writer of such a file.</summary>
    public static Utf8JsonWriter Writer(Stream stream) => new(stream, Format);

    private static void Write(Utf8JsonWriter writer, Question question)
    {
        writer.WriteStartObject();
        writer.WriteString("query", question.Text);
        writer.WriteString("category", question.Category);
        writer.WriteString("language", question.Language);
        writer.WriteStartArray("relevant");
        foreach (Target target in question.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("path", target.Path);
            writer.WriteNumber("start_line", target.StartLine);
            writer.WriteNumber("end_line", target.EndLine);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static List<Question> Questions(JsonElement set)
    {
        string language = Text(set, "language");
        List<Question> questions = [];
        foreach (JsonElement task in set.GetProperty("tasks").EnumerateArray())
        {
            string own = Optional(task, "language");
            IEnumerable<JsonElement> targets = task.GetProperty("relevant").EnumerateArray();
            if (task.TryGetProperty("secondary", out JsonElement secondary)) targets = targets.Concat(secondary.EnumerateArray());
            // A batch has a question a line.
            string text = Text(task, "query").ReplaceLineEndings(" ");
            questions.Add(new Question(text, Text(task, "category"), own.Length > 0 ? own : language, [.. targets.Select(TargetOf)]));
        }
        return questions;
    }

    private static Target TargetOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) return new Target(element.GetString()!, 0, 0);
        bool hasLines = element.TryGetProperty("start_line", out JsonElement start) && start.ValueKind == JsonValueKind.Number && start.GetInt32() > 0;
        return new Target(Text(element, "path"), hasLines ? start.GetInt32() : 0, hasLines ? element.GetProperty("end_line").GetInt32() : 0);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
