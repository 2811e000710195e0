using Plimsoll.Testing;

namespace Plimsoll.Unminify.Tests.Models;

/// <summary>What a model is sent.</summary>
public sealed class PromptTests
{
    [Fact]
    public void Run_SmallFile_ShowsTheCodeWithNumbersAndGuesses()
    {
        string question = Ask("function a(b){return b.items.map(function(c){return{c,d:c.id}})}window.start=a;")[0].Question;

        Assert.Contains("_1 ", question, StringComparison.Ordinal);
        Assert.Contains("function _1(_2){return _2.items.map(function(_3){return{c:_3,d:_3.id}})}window.start=_1;", question, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NamesDecidedBefore_StandInLaterQuestions()
    {
        ModelRequest[] requests = Ask(MinifiedProgram.Make(60));

        // The first batch holds names of the wrapper, which functions in later ones use.
        string first = ModelServer.NamesFor(requests[0]);
        string name = first[(first.IndexOf("model", StringComparison.Ordinal))..].Split('"')[0];
        Assert.Contains(requests[1..], request => request.Question.Contains(name + "(", StringComparison.Ordinal));
        Assert.All(requests[3..], request => Assert.StartsWith("Vocabulary: model", request.Question, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ghp_0123456789abcdefABCDEF0123456789abcd")]
    [InlineData("-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\\n-----END PRIVATE KEY-----")]
    public void Run_SecretInAString_IsNeverSent(string secret)
    {
        string filler = MinifiedProgram.Make(4).TrimEnd('\n');
        ModelRequest[] requests = Ask($"var zz=\"{secret}\",qq=function(e){{return e.send(zz)}};{filler};var yy=\"{secret}\";qq(yy);");

        // Not even a part of it, as a window might cut out.
        string part = secret.Contains("BEGIN", StringComparison.Ordinal) ? "MIIEvQIBADAN" : secret[4..20];
        Assert.All(requests, request => Assert.DoesNotContain(part, request.Question, StringComparison.Ordinal));
        Assert.Contains(requests, request => request.Question.Contains("[redacted]", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_LettersBeyondAscii_AreNeverCutInTwo()
    {
        string program = string.Concat(Enumerable.Range(0, 80).Select(i => $"var a{i}=\"{string.Concat(Enumerable.Repeat("äß€𝒳", 60))}\";f(a{i});"));

        Assert.All(Ask($"!function(){{{program}}}()"), request => Assert.DoesNotContain("\ufffd", request.Question, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_EachFunction_IsShownOnceOrTwice()
    {
        string program = MinifiedProgram.Make(90);
        ModelRequest[] requests = Ask(program);

        string all = string.Concat(requests.Select(request => request.Question));
        for (int i = 0; i < 90; i++) Assert.InRange(all.Split($"the panel {i} expects").Length - 1, 1, 2);
    }

    private static ModelRequest[] Ask(string program)
    {
        using ModelRun run = new(program);
        run.Run();
        return run.Server.Requests;
    }
}
