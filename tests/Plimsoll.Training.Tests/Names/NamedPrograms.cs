using System.Text;

namespace Plimsoll.Training.Tests.Names;

/// <summary>Programs with original names, a little different in each package, so that no function counts as one that was seen.</summary>
internal static class NamedPrograms
{
    /// <summary>Writes the program of a package, with its names, below FOLDER/SET.</summary>
    public static void Write(string folder, int package, string set = "programs")
    {
        (string program, string names) = Make(package, "");
        string target = Path.Combine(folder, set, "package" + package);
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "0.min.js"), program);
        File.WriteAllText(Path.Combine(target, "0.names"), names);
    }

    /// <summary>The program of a package, with a prefix before each minified name.</summary>
    public static string Text(int package, string prefix) => Make(package, prefix).Program;

    private static (string Program, string Names) Make(int package, string prefix)
    {
        StringBuilder program = new(), names = new();
        for (int i = 0; i < 20; i++)
        {
            program.Append("function ");
            Add("f" + i, "loadItem");
            program.Append('(');
            Add("a", "url");
            program.Append(',');
            Add("b", "callback");
            program.Append($"){{fetch({prefix}a+'{package}-{i}').then(function(");
            Add("c", "response");
            program.Append($"){{{prefix}b(null,{prefix}c.json(),{prefix}c.status,{package},{i})}}).catch({prefix}b)}}");
        }

        return (program.ToString(), names.ToString());

        void Add(string own, string original)
        {
            names.Append($"{program.Length} {original}\n");
            program.Append(prefix + own);
        }
    }
}
