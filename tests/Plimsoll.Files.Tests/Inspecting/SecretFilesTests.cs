using System.Text;

namespace Plimsoll.Files.Tests.Inspecting;

public sealed class SecretFilesTests
{
    [Theory]
    [InlineData(".env", "A=1\n")]
    [InlineData("app/.env.local", "A=1\n")]
    [InlineData("app/.env.production", "A=1\n")]
    [InlineData("home/.ssh/id_rsa", "x\n")]
    [InlineData("id_ed25519", "x\n")]
    [InlineData("certs/server.pem", "-----BEGIN CERTIFICATE-----\n")]
    [InlineData("certs/server.key", "-----BEGIN RSA PRIVATE KEY-----\n")]
    [InlineData("notes.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n")]
    [InlineData(".npmrc", "registry=https://r.example.org/\n//r.example.org/:_authToken=abc\n")]
    [InlineData(".pypirc", "[pypi]\nusername = a\npassword = b\n")]
    [InlineData(".netrc", "machine a login b password c\n")]
    [InlineData("x/.aws/credentials", "[default]\n")]
    [InlineData(".git-credentials", "https://a:b@c\n")]
    public void Classify_FileOfSecrets_IsSecret(string path, string text) => Assert.Equal(SkipReason.Secret, Classify(path, text));

    [Theory]
    [InlineData(".env.example", "A=\n")]
    [InlineData(".env.sample", "A=\n")]
    [InlineData(".env.local.template", "A=\n")]
    [InlineData("environment.ts", "export const a = 1;\n")]
    [InlineData("id_rsa.pub", "ssh-rsa AAAA\n")]
    [InlineData(".npmrc", "save-exact=true\n//r.example.org/:_authToken=${NPM_TOKEN}\n")]
    [InlineData("i18n/en.key", "hello=Hello\n")]
    [InlineData("credentials", "text\n")]
    [InlineData("src/config", "text\n")]
    [InlineData("Pem.java", "String a = \"-----BEGIN PRIVATE KEY-----\";\n")]
    public void Classify_FileThatIsPublic_IsTaken(string path, string text) => Assert.Equal(SkipReason.None, Classify(path, text));

    private static SkipReason Classify(string path, string text) => ContentInspector.Classify(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(text));
}
