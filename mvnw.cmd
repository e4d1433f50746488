@echo off
rem Runs the Maven that .mvn\wrapper\maven-wrapper.properties names, and installs it first where it is
rem missing: from Apache's archive, or from the repository in MVNW_REPOURL, or through another Maven
rem on the PATH. Nothing is run that has not the checksum in that file.
setlocal
set "MVNW_DIR=%~dp0"
set "MVNW_HOME="
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$script = Get-Content -Raw -LiteralPath ($env:MVNW_DIR + 'mvnw.cmd');" ^
  "& ([scriptblock]::Create($script.Substring($script.LastIndexOf('<# install #>'))))"`) do set "MVNW_HOME=%%m"
if not defined MVNW_HOME exit /b 1
call "%MVNW_HOME%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%

<# install #>
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
function Say($text) { [Console]::Error.WriteLine("mvnw: $text") }
try {
  $properties = @{}
  Get-Content -LiteralPath ($env:MVNW_DIR + '.mvn\wrapper\maven-wrapper.properties') |
    Where-Object { $_ -match '^\w+=' } |
    ForEach-Object { $key, $value = $_ -split '=', 2; $properties[$key] = $value.Trim() }
  $url = $properties['distributionUrl']
  $sum = $properties['distributionSha512Sum']
  $zip = $url.Substring($url.LastIndexOf('/') + 1)
  $name = $zip -replace '-bin\.zip$', ''
  $version = $name -replace '^apache-maven-', ''
  $userHome = if ($env:MAVEN_USER_HOME) { $env:MAVEN_USER_HOME } else { "$HOME\.m2" }
  $dists = "$userHome\wrapper\dists"
  $maven = "$dists\$name-$($sum.Substring(0, 12))"
  if (-not (Test-Path "$maven\bin\mvn.cmd")) {
    if ($env:MVNW_REPOURL) {
      $url = "$($env:MVNW_REPOURL.TrimEnd('/'))/org/apache/maven/apache-maven/$version/$zip"
    }
    $work = "$dists\.install-$PID"
    New-Item -ItemType Directory -Force -Path $work | Out-Null
    try {
      $settings = $null
      Say "installing Maven $version from $url"
      try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile "$work\$zip"
      } catch {
        $other = Get-Command mvn.cmd -ErrorAction SilentlyContinue
        if (-not $other) {
          throw "$url cannot be reached, and no other Maven is installed that could fetch it. Connect to the network, or set MVNW_REPOURL to a Maven repository that has org.apache.maven:apache-maven:${version}:zip:bin, or install any Maven and run this again."
        }
        Say "not reachable: fetching it with $($other.Source)"
        Push-Location $work
        try {
          & $other.Source -B -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy `
            "-Dartifact=org.apache.maven:apache-maven:${version}:zip:bin" "-DoutputDirectory=$work" | Out-Host
        } finally { Pop-Location }
        $settings = ((& $other.Source -v) -match '^Maven home:' -replace '^Maven home:\s*', '') + '\conf\settings.xml'
      }
      if (-not (Test-Path "$work\$zip")) { throw "org.apache.maven:apache-maven:${version}:zip:bin could not be fetched" }
      $actual = (Get-FileHash -Algorithm SHA512 "$work\$zip").Hash.ToLower()
      if ($actual -ne $sum) { throw "$zip is not the file that was asked for: expected SHA-512 $sum, actual $actual. Nothing was installed." }
      Expand-Archive -Path "$work\$zip" -DestinationPath $work
      if ($settings -and (Test-Path $settings)) { Copy-Item -Force $settings "$work\$name\conf\settings.xml" }
      if (-not (Test-Path "$maven\bin\mvn.cmd")) { Move-Item "$work\$name" $maven }
    } finally { Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue }
  }
  Write-Output $maven
} catch {
  Say $_
  exit 1
}
