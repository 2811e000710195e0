using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests;

/// <summary>Short ways to read programs.</summary>
internal static class Surveys
{
    public static ScopeTables Read(string text, SourceGoal goal = SourceGoal.Detect) => Read(Encoding.UTF8.GetBytes(text), goal);

    public static ScopeTables Read(byte[] text, SourceGoal goal = SourceGoal.Detect) =>
        Parser.Survey(new SourceText(text, "a.js"), new SurveyOptions { Goal = goal });

    /// <summary>The error of a text, or null where it is a program.</summary>
    public static JavaScriptSyntaxException? Error(byte[] text, SourceGoal goal)
    {
        try
        {
            Read(text, goal).Dispose();
            return null;
        }
        catch (JavaScriptSyntaxException error)
        {
            return error;
        }
    }
}
