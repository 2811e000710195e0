using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>The parser's face: one pass over a program that checks all of it and leaves tables. For trees see <see cref="TreeBuilder"/>.</summary>
public static class Parser
{
    /// <summary>Reads a whole program: checks its syntax with every early error, and resolves its names.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">As what, and where the memory comes from.</param>
    /// <exception cref="JavaScriptSyntaxException">It is no program, no UTF-8, or nests too deep.</exception>
    public static ScopeTables Survey(SourceText source, SurveyOptions options)
    {
        source.CheckEncoding();
        ScopeTables tables = new(source, options.TableStore);
        throw source.Error(tables.Names.Count, "the survey comes with the parser");
    }
}
