using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>Short ways to look for modules.</summary>
internal static class Found
{
    public static Bundle In(string text, SourceGoal goal = SourceGoal.DetectNode) => In(Encoding.UTF8.GetBytes(text), goal);

    public static Bundle In(byte[] text, SourceGoal goal = SourceGoal.DetectNode)
    {
        using SourceText source = new(text, "a.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = goal });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        return ModuleFinder.Find(tables, builder);
    }

    /// <summary>The ids of the modules in a text, in its order.</summary>
    public static string Ids(string text) => string.Join(' ', In(text).Modules.Select(module => module.Id));
}
