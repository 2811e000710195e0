namespace Plimsoll.Indexing.Search;

/// <summary>What a path says about the file; people who search mean the product's own sources first.</summary>
[Flags]
internal enum PathTraits
{
    None = 0,
    Test = 1,
    Vendored = 2,
    Example = 4,
    Generated = 8,

    /// <summary>Declares what is defined elsewhere.</summary>
    Declaration = 16,

    /// <summary>Text for people.</summary>
    Prose = 32,

    /// <summary>Gathers what is defined elsewhere.</summary>
    Entry = 64,

    /// <summary>Kept for those who have not moved on.</summary>
    Legacy = 128,
}

/// <summary>Reads the traits of a path.</summary>
internal static class PathTraitsReader
{
    private const int LongestName = 64;

    /// <summary>The traits of a path.</summary>
    public static PathTraits Of(ReadOnlySpan<byte> path)
    {
        PathTraits traits = PathTraits.None;
        Span<byte> folded = stackalloc byte[LongestName];
        int slash;
        while ((slash = path.IndexOf((byte)'/')) >= 0)
        {
            if (slash <= LongestName)
            {
                QueryPlan.Fold(path[..slash], folded);
                traits |= OfFolder(folded[..slash]);
            }

            path = path[(slash + 1)..];
        }

        return traits | OfFile(path);
    }

    private static PathTraits OfFolder(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("test"u8) || name.SequenceEqual("tests"u8) || name.SequenceEqual("__tests__"u8) || name.SequenceEqual("testing"u8)
            || name.SequenceEqual("spec"u8) || name.SequenceEqual("specs"u8) || name.SequenceEqual("__mocks__"u8) || name.SequenceEqual("testdata"u8)
            || name.SequenceEqual("testsuite"u8) || name.SequenceEqual("fixtures"u8) || name.SequenceEqual("__fixtures__"u8)
            || name.SequenceEqual("e2e"u8) || name.SequenceEqual("selftests"u8))
        {
            return PathTraits.Test;
        }

        if (name.SequenceEqual("node_modules"u8) || name.SequenceEqual("vendor"u8) || name.SequenceEqual("third_party"u8)
            || name.SequenceEqual("third-party"u8) || name.SequenceEqual("thirdparty"u8) || name.SequenceEqual("bower_components"u8))
        {
            return PathTraits.Vendored;
        }

        if (name.SequenceEqual("bench"u8) || name.SequenceEqual("benchmark"u8) || name.SequenceEqual("benchmarks"u8)
            || name.SequenceEqual("example"u8) || name.SequenceEqual("examples"u8) || name.SequenceEqual("sample"u8) || name.SequenceEqual("samples"u8)
            || name.SequenceEqual("demo"u8) || name.SequenceEqual("demos"u8) || name.SequenceEqual("playground"u8))
        {
            return PathTraits.Example;
        }

        if (name.SequenceEqual("legacy"u8) || name.SequenceEqual("compat"u8) || name.SequenceEqual("deprecated"u8) || name.SequenceEqual("obsolete"u8)
            || name.SequenceEqual("old"u8) || name.SequenceEqual("_legacy"u8) || name.SequenceEqual("_compat"u8))
            return PathTraits.Legacy;
        if (name.SequenceEqual("flow-typed"u8) || name.SequenceEqual("@types"u8) || name.SequenceEqual("typings"u8))
            return PathTraits.Declaration;
        return name.SequenceEqual("generated"u8) || name.SequenceEqual("__generated__"u8) || name.SequenceEqual("dist"u8)
            ? PathTraits.Generated : PathTraits.None;
    }

    private static PathTraits OfFile(ReadOnlySpan<byte> name)
    {
        if (name.EndsWith(".d.ts"u8) || name.EndsWith(".d.mts"u8) || name.EndsWith(".pyi"u8) || name.EndsWith(".js.flow"u8))
            return PathTraits.Declaration;
        if (name.IndexOf(".min."u8) >= 0 || name.IndexOf(".generated."u8) >= 0 || name.EndsWith(".g.cs"u8) || name.EndsWith("_pb2.py"u8)
            || name.EndsWith(".pb.go"u8) || name.IndexOf(".bundle."u8) >= 0)
        {
            return PathTraits.Generated;
        }

        if (name.EndsWith(".md"u8) || name.EndsWith(".rst"u8) || name.EndsWith(".txt"u8) || name.EndsWith(".adoc"u8) || name.EndsWith(".mdx"u8)
            || name.EndsWith(".markdown"u8) || name.EndsWith(".html"u8) || name.EndsWith(".json"u8) || name.EndsWith(".yml"u8) || name.EndsWith(".yaml"u8))
        {
            return PathTraits.Prose;
        }

        if (name.SequenceEqual("__init__.py"u8) || name.SequenceEqual("index.js"u8) || name.SequenceEqual("index.ts"u8))
            return PathTraits.Entry;
        return IsTest(name) ? PathTraits.Test : PathTraits.None;
    }

    private static bool IsTest(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> stem = dot < 0 ? name : name[..dot];
        ReadOnlySpan<byte> rest = dot < 0 ? [] : name[dot..];
        return stem.EndsWith("Test"u8) || stem.EndsWith("Tests"u8) || stem.EndsWith("_test"u8) || stem.EndsWith("-test"u8)
            || stem.StartsWith("test_"u8) || stem.EndsWith("_spec"u8) || rest.StartsWith(".test."u8) || rest.StartsWith(".spec."u8)
            || rest.IndexOf("-test."u8) >= 0 || stem.IndexOf("-test"u8) >= 0;
    }
}
