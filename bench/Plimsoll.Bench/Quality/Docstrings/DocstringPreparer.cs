using System.Text.Json;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>Makes the docstring benchmark from mirrors: repositories without the documentation that is asked for, and the questions. The same revisions give the same bytes.</summary>
internal sealed class DocstringPreparer(QualityOptions options, TextWriter output)
{
    private readonly ItemFinder _finder = new();

    /// <summary>Makes all sets; what was there before is removed.</summary>
    public void Run(string data, string mirrors)
    {
        string list = options.Repositories ?? Path.Combine(Checkout.Folder, "bench", "quality", "repositories.txt");
        List<ListedRepository> repositories = ListedRepository.Read(list);
        Table table = new("repository", "set", "documented", "leaked", "questions", "files not in the mirror");
        foreach (string set in DocstringData.SetsOf(options))
        {
            string folder = DocstringData.FolderOf(data, set);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
            using FileStream stream = File.Create(DocstringData.QuestionsOf(data, set));
            using Utf8JsonWriter writer = QuestionFile.Writer(stream);
            writer.WriteStartArray();
            foreach (ListedRepository repository in repositories.Where(one => one.Set == set))
                Prepare(repository, mirrors, folder, writer, table);
            writer.WriteEndArray();
        }
        table.Write(output);
    }

    private void Prepare(ListedRepository repository, string mirrors, string folder, Utf8JsonWriter writer, Table table)
    {
        string root = Path.Combine(folder, repository.ShortName);
        int missing = Mirror.Find(mirrors, repository.Name).Write(repository.Revision, root);
        List<DocumentedItem> items = _finder.Find(root);
        foreach (IGrouping<string, DocumentedItem> file in items.GroupBy(item => item.Path, StringComparer.Ordinal))
            Blank(Path.Combine(root, file.Key), file);
        HashSet<int> leaked = new LeakCheck().Find(root, [.. items.Select(item => item.Sentence)]);
        List<DocumentedItem> asked = [.. items.Where((_, place) => !leaked.Contains(place)).OrderBy(item => item.Order).Take(options.Most)];
        List<Question> questions = [.. asked.OrderBy(item => item.Path, StringComparer.Ordinal).ThenBy(item => item.StartLine).Select(item => item.ToQuestion())];
        QuestionFile.Write(writer, new QuestionSet(repository.ShortName, root, questions), repository.Language);
        table.Add(repository.Name, repository.Set, $"{items.Count}", $"{leaked.Count}", $"{questions.Count}", $"{missing}");
    }

    /// <summary>Puts spaces where the documentation was; lines stay where they are.</summary>
    private static void Blank(string path, IEnumerable<DocumentedItem> items)
    {
        byte[] text = File.ReadAllBytes(path);
        foreach (DocumentedItem item in items)
        {
            foreach (ref byte value in text.AsSpan(item.Documentation.Offset, item.Documentation.Length))
            {
                if (value is not ((byte)'\n' or (byte)'\r')) value = (byte)' ';
            }
        }
        File.WriteAllBytes(path, text);
    }
}
