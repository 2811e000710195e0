namespace Plimsoll.Unminify.Tests.Jobs;

/// <summary>Whoever gives another language by mistake is told which it seems to be, and nobody else is told anything.</summary>
public sealed class InputHintTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("TypeScript", "in.js", "let a: number = 1;")]
    [InlineData("TypeScript", "in.js", "function f(a: Map<string>) {}")]
    [InlineData("TypeScript", "in.js", "interface A { x: number }")]
    [InlineData("TypeScript", "in.js", "import type { A } from 'b';")]
    [InlineData("TypeScript", "in.js", "type A = string;")]
    [InlineData("TypeScript", "in.js", "enum A { B }")]
    [InlineData("TypeScript", "in.js", "namespace A { }")]
    [InlineData("TypeScript", "in.js", "declare const a;")]
    [InlineData("TypeScript", "in.js", "abstract class A {}")]
    [InlineData("TypeScript", "in.js", "class A implements B {}")]
    [InlineData("TypeScript", "in.js", "class A { private b = 1 }")]
    [InlineData("TypeScript", "in.js", "a = b as string;")]
    [InlineData("TypeScript", "in.js", "a = b satisfies C;")]
    [InlineData("TypeScript", "in.js", "a!.b;")]
    [InlineData("TypeScript", "in.js", "@Component() class A {}")]
    [InlineData("TypeScript", "in.mts", "var 1")]
    [InlineData("JSX or TypeScript", "in.js", "const a = b => <div>{b}</div>;")]
    [InlineData("JSX or TypeScript", "in.js", "const a = <></>;")]
    [InlineData("JSX or TypeScript", "in.js", "class A<T> {}")]
    [InlineData("JSX or TypeScript", "in.TSX", "var 1")]
    [InlineData("a component of Vue or Svelte", "in.vue", "<template/>")]
    [InlineData("a source map", "in.js", "{\"version\":3,\"mappings\":\"AAAA\"}")]
    [InlineData("a source map", "in.js.map", "{\"file\":\"a\"}")]
    [InlineData("JSON", "in.js", " {\n \"a\": 1}")]
    [InlineData("HTML", "in.js", "\uFEFF<!DOCTYPE html><html></html>")]
    [InlineData("CSS", "in.css", ".a{color:red}")]
    [InlineData("CSS", "in.js", "@media x {}")]
    public void Run_AnotherLanguage_IsNamed(string language, string name, string text)
    {
        string message = Fail(name, System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Contains($"{name}:1:", message.Replace(":2:", ":1:", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($". This looks like {language}; unminify takes ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This is compressed", "1F8B08")]
    [InlineData("This is compressed", "504B0304")]
    [InlineData("This is WebAssembly", "0061736D")]
    [InlineData("This is no text", "89504E470D0A1A0A0000000D")]
    [InlineData("This is no text", "7F454C4602010100")]
    public void Run_NoText_IsToldWhatItIs(string hint, string bytes) => Assert.Contains(hint, Fail("in.js", Convert.FromHexString(bytes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("var a = ;")]
    [InlineData("f(")]
    [InlineData("a ? b : c : d")]
    [InlineData("a b")]
    [InlineData("if (a < ) b")]
    [InlineData("x = {a: 1")]
    [InlineData("class A { b: 1 }")]
    [InlineData("var 1")]
    [InlineData("a @ b")]
    public void Run_MistakeInJavaScript_HasNoHint(string text) => Assert.DoesNotContain("This ", Fail("in.js", System.Text.Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);

    [Fact]
    public void Run_AFolder_IsToldToBeOne()
    {
        UnminifyException error = Assert.Throws<UnminifyException>(() => Plimsoll.Unminify.Jobs.UnminifyJob.Run(_job.Options(_job.Folder.Root), null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.NotFound, error.Failure);
        Assert.EndsWith(" is a folder; give the files in it", error.Message, StringComparison.Ordinal);
    }

    private string Fail(string name, byte[] content)
    {
        string input = _job.Folder.Write(name, content);
        UnminifyException error = Assert.Throws<UnminifyException>(() => Plimsoll.Unminify.Jobs.UnminifyJob.Run(_job.Options(input), null, CancellationToken.None));
        Assert.Equal(UnminifyFailure.BadInput, error.Failure);
        return error.Message;
    }
}
