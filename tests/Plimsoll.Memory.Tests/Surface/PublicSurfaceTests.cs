using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Plimsoll.Memory.Tests.Surface;

/// <summary>The packed library's public surface is a file in the repository, so that a change of it is seen in the diff; and every member of it is explained.</summary>
public sealed class PublicSurfaceTests
{
    private const string UpdateVariable = "PLIMSOLL_UPDATE_API";
    private const string PrimaryKey = "primary constructor of ";
    private static readonly Assembly Library = typeof(MemoryBudget).Assembly;

    [Fact]
    public void PublicSurface_OfTheLibrary_IsTheCommittedOne()
    {
        string path = Path.Combine(FindRoot(), "src", "Plimsoll.Memory", "PublicAPI.txt");
        string[] actual = PublicSurface.Render(Library);
        if (Environment.GetEnvironmentVariable(UpdateVariable) is "1")
            File.WriteAllText(path, string.Join('\n', actual) + "\n");

        string[] expected = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] changes = [.. expected.Except(actual, StringComparer.Ordinal).Select(line => "- " + line), .. actual.Except(expected, StringComparer.Ordinal).Select(line => "+ " + line)];
        Assert.True(changes.Length == 0, $"The public surface is not the committed one. If that is meant, run the tests once with {UpdateVariable}=1.\n{string.Join('\n', changes)}");
    }

    [Fact]
    public void PublicSurface_EachMember_HasASummary()
    {
        HashSet<string> documented = ReadDocumented();
        var missing = new List<string>();
        foreach (Type type in Library.GetExportedTypes())
        {
            string name = type.FullName!.Replace('+', '.');
            if (!documented.Contains("T:" + name))
                missing.Add(name);
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            missing.AddRange(Undocumented(type, name, documented));
        }

        Assert.True(missing.Count == 0, $"Public members without a summary:\n{string.Join('\n', missing)}");
        Assert.DoesNotContain("T:" + typeof(PublicSurfaceTests).FullName, documented);
    }

    private static IEnumerable<string> Undocumented(Type type, string name, HashSet<string> documented)
    {
        string[] positional = RecordParameters(type);
        BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (MemberInfo member in type.GetMembers(all).Where(PublicSurface.IsVisible))
        {
            // The parameters of a record's header are documented with it; the compiler writes their properties and constructor.
            bool isFromHeader = positional.Contains(member.Name, StringComparer.Ordinal) || (positional.Length > 0 && member is ConstructorInfo or MethodInfo { Name: "Deconstruct" });
            bool isImplicit = member is ConstructorInfo constructor && constructor.GetParameters().Length == 0;
            bool isPrimary = member is ConstructorInfo && documented.Contains(PrimaryKey + name);
            if (isFromHeader || isImplicit || isPrimary)
                continue;

            string key = $"{name}.{(member is ConstructorInfo ? "#ctor" : member.Name)}";
            if (!documented.Any(entry => entry.AsSpan(2).StartsWith(key, StringComparison.Ordinal) && (entry.Length == key.Length + 2 || entry[key.Length + 2] is '(' or '`')))
                yield return key;
        }
    }

    private static string[] RecordParameters(Type type)
    {
        MethodInfo? deconstruct = type.GetMethod("Deconstruct");
        bool isGenerated = deconstruct?.GetCustomAttribute<CompilerGeneratedAttribute>() is not null;
        return isGenerated ? [.. deconstruct!.GetParameters().Select(parameter => parameter.Name!)] : [];
    }

    /// <summary>Members whose summary has text, or that take it over from what they implement.</summary>
    private static HashSet<string> ReadDocumented()
    {
        XDocument xml = XDocument.Load(Path.ChangeExtension(Library.Location, ".xml"));
        return xml.Descendants("member")
            .Where(member => member.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .SelectMany(Keys)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A type with documented parameters has its constructor in its header, and the compiler keeps the two together.</summary>
    private static IEnumerable<string> Keys(XElement member)
    {
        string name = member.Attribute("name")!.Value;
        bool isHeader = name.StartsWith("T:", StringComparison.Ordinal) && member.Element("param") is not null;
        return isHeader ? [name, PrimaryKey + name[2..]] : [name];
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        string? folder = Path.GetDirectoryName(here);
        if (!Directory.Exists(folder))
            folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Plimsoll.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"Plimsoll.slnx is in no folder above {here}");
    }

    [Fact]
    public void Launcher_EnvironmentTable_IsThatOfLeanLaunch()
    {
        string launcher = File.ReadAllText(Path.Combine(FindRoot(), "plimsoll"));
        foreach (LeanSetting setting in LeanLaunch.Settings)
            Assert.Contains($"export {setting.Name}=${{{setting.Name}:-{setting.Value}}}\n", launcher, StringComparison.Ordinal);
    }
}
